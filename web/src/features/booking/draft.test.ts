import { beforeEach, expect, test } from "vitest";
import { ApiError } from "@/api/errors";
import { addDays, daysBetween, nameLength, nameZone } from "./days";
import { EMPTY, pointsAsked, spell, unspell } from "./draft";
import { loadDraft, saveDraft } from "./draftStore";
import { partsOfDay } from "./partsOfDay";
import { troubleOf } from "./trouble";

const DRAFT = {
  quantities: { wash: 2 },
  date: "2026-03-02",
  time: "10:00",
  points: { use: true, mode: "exact", amount: "120" },
} as const;

beforeEach(() => sessionStorage.clear());

test("a draft comes back as it was", () => {
  saveDraft(DRAFT);
  expect(loadDraft("2026-03-01")).toEqual(DRAFT);
});

test("a day that is over is forgotten, the rest is not", () => {
  saveDraft(DRAFT);
  expect(loadDraft("2026-03-03")).toEqual({ ...DRAFT, date: null, time: null });
});

test.each([
  "null",
  "[]",
  "not json",
  '{"quantities":{"wash":-1,"wax":"2"},"date":7,"time":"soon","points":null}',
])("whatever %s was, it is an empty draft", (kept) => {
  sessionStorage.setItem("servicepro.booking.draft", kept);
  expect(loadDraft("2026-03-01")).toEqual(EMPTY);
});

test("services are spelled as an address has them, and read back", () => {
  const wanted = [
    { serviceId: "wash", quantity: 2 },
    { serviceId: "wax", quantity: 1 },
  ];
  expect(spell(wanted)).toEqual(["wash:2", "wax"]);
  expect(unspell("wash:2,wax")).toEqual({ wash: 2, wax: 1 });
  expect(unspell(",wash:0,wax:21,foam:x,:3")).toEqual({});
});

test.each([
  [{ use: false, mode: "most", amount: "" }, 500, { kind: "none" }],
  [{ use: true, mode: "most", amount: "" }, 500, { kind: "some", points: 500 }],
  [{ use: true, mode: "most", amount: "" }, 0, { kind: "none" }],
  [{ use: true, mode: "most", amount: "" }, undefined, { kind: "unknown" }],
  [{ use: true, mode: "exact", amount: " 120 " }, undefined, { kind: "some", points: 120 }],
  [{ use: true, mode: "exact", amount: "" }, 500, { kind: "invalid" }],
  [{ use: true, mode: "exact", amount: "0" }, 500, { kind: "invalid" }],
  [{ use: true, mode: "exact", amount: "-5" }, 500, { kind: "invalid" }],
  [{ use: true, mode: "exact", amount: "1.5" }, 500, { kind: "invalid" }],
] as const)("the wish %o with %s points comes to %o", (wish, balance, asked) => {
  expect(pointsAsked(wish, balance)).toEqual(asked);
});

const refused = (code: string, more: object = {}) =>
  new ApiError(400, { error: code, code, requestId: "", ...more });

test.each([
  [
    refused("LOYALTY_REDEMPTION_BLOCKED", { message: "No.", fix: "Do." }),
    { about: "points", message: "No.", fix: "Do." },
  ],
  [
    refused("LOYALTY_REDEMPTION_BLOCKED"),
    { about: "points", message: "Your points can’t be used on this booking.", fix: null },
  ],
  [
    refused("INVALID_REQUEST", { fields: { time: ["Passed."] } }),
    { about: "time", message: "Passed." },
  ],
  [
    refused("INVALID_REQUEST", { fields: { date: ["Closed."] } }),
    { about: "time", message: "Closed." },
  ],
  [
    refused("INVALID_REQUEST", { fields: { "services.0.serviceId": ["Gone."] } }),
    { about: "services", message: "Gone." },
  ],
])("%s is told where it belongs", (error, trouble) => {
  expect(troubleOf(error)).toEqual(trouble);
});

test("what belongs nowhere in particular is told at the button", () => {
  expect(troubleOf(new Error("x"))).toMatchObject({ about: "booking" });
  expect(troubleOf(refused("INTERNAL_ERROR"))).toMatchObject({ about: "booking" });
});

test("days are counted across months and changes of the clock", () => {
  expect(addDays("2026-02-27", 3)).toBe("2026-03-02");
  expect(daysBetween("2026-03-01", "2026-03-31")).toBe(30);
});

test("lengths, zones and parts of a day have names", () => {
  expect([30, 60, 90, 180].map(nameLength)).toEqual(["30 min", "1 h", "1 h 30 min", "3 h"]);
  expect(nameZone("America/Chicago")).toBe("Central Time");
  expect(partsOfDay(["09:30", "12:00", "17:00"])).toEqual([
    ["morning", ["09:30"]],
    ["afternoon", ["12:00"]],
    ["evening", ["17:00"]],
  ]);
  expect(partsOfDay(["11:30"])).toEqual([["morning", ["11:30"]]]);
});
