import { expect, test } from "vitest";
import { MENU } from "../fixtures";
import {
  draftOf,
  faultsOf,
  freeDigits,
  inputOf,
  type MenuDraft,
  missingIn,
  moved,
  newKey,
} from "./draft";
import { draftOf as routingDraftOf, inputOf as routingInputOf } from "./routingDraft";

const draft = (): MenuDraft => draftOf(MENU);
const idOf = ({ keys }: MenuDraft, digit: string) =>
  keys.find((key) => key.digit === digit)?.id ?? "";

test("what nobody changed is sent as it was saved", () => expect(inputOf(draft())).toEqual(MENU));

test("what a key no longer does is not sent, and not lost while somebody thinks about it", () => {
  const before = draft();
  const keys = before.keys.map((key) => ({ ...key, action: "VOICEMAIL" as const }));
  expect(inputOf({ ...before, keys }).options[0]?.forwardTo).toBeNull();
  const back = keys.map((key) => ({ ...key, action: "FORWARD" as const }));
  expect(inputOf({ ...before, keys: back }).options[0]?.forwardTo).toBe("+15125550188");
});

test("a new key takes the first free digit, and the eleventh is none", () => {
  const { keys } = draft();
  expect(freeDigits(keys)).toEqual(["4", "5", "6", "7", "8", "9", "0"]);
  let all = keys;
  for (let key = newKey(all); key !== null; key = newKey(all)) {
    all = [...all, key];
  }
  expect(all.map(({ digit }) => digit).join("")).toBe("1234567890");
});

test.each([
  ["1", 1, "213"],
  ["1", -1, "123"],
  ["2", -1, "213"],
  ["3", 1, "123"],
  ["9", 1, "123"],
] as const)("key %s moved by %i gives the order %s", (digit, by, order) => {
  const before = draft();
  const keys = moved(before.keys, idOf(before, digit), by);
  expect(keys.map((key) => key.digit).join("")).toBe(order);
});

test("what is plainly missing is found where it is", () => {
  const before = draft();
  const keys = before.keys.map((key) => ({ ...key, label: " ", forwardTo: "", message: "" }));
  const faults = missingIn({ ...before, greeting: "", keys });
  expect(faults.greeting).toBe("Write what callers hear first.");
  expect(Object.keys(faults.keys[idOf(before, "1")] ?? {})).toEqual(["label", "forwardTo"]);
  expect(Object.keys(faults.keys[idOf(before, "2")] ?? {})).toEqual(["label", "message"]);
  expect(Object.keys(faults.keys[idOf(before, "3")] ?? {})).toEqual(["label"]);
});

test("the API’s messages come to their fields, by path or by the key they name", () => {
  const sent = draft();
  const faults = faultsOf(
    {
      "options.1.label": ["Too long."],
      options: ["Key 1: That is one of our own lines.", "Key 3 is used twice."],
      fallback: ["Set a number first."],
      "options.7.label": ["Of no key that was sent."],
    },
    sent,
  );
  expect(faults).toEqual({
    fallback: "Set a number first.",
    keys: {
      [idOf(sent, "2")]: { label: "Too long." },
      [idOf(sent, "1")]: { forwardTo: "That is one of our own lines." },
    },
    other: ["Key 3 is used twice.", "Of no key that was sent."],
  });
});

test("routing: what is empty is none", () => {
  const saved = { mode: "FORWARD", forwardTo: "+15125550188", greeting: "Hi." } as const;
  expect(routingInputOf(routingDraftOf(saved))).toEqual(saved);
  expect(routingInputOf({ mode: "VOICEMAIL", forwardTo: " ", greeting: "" })).toEqual({
    mode: "VOICEMAIL",
    forwardTo: null,
    greeting: null,
  });
});
