import { expect, test, vi } from "vitest";
import {
  formatDate,
  formatDateTime,
  formatDollars,
  formatPhone,
  formatPoints,
  formatSigned,
  today,
} from "./format";

test("an instant is shown in the tenant's time zone", () => {
  expect(formatDateTime("2026-03-02T03:30:00Z", "America/Chicago")).toMatch(/Mar 1, 2026.*9:30/);
});

test("today is the tenant's day, not the browser's", () => {
  expect(today("America/Los_Angeles", new Date("2026-03-02T03:30:00Z"))).toBe("2026-03-01");
});

test.each([
  [1, "1 point"],
  [1240, "1,240 points"],
  [0, "0 points"],
])("%i is told as %s", (points, words) => expect(formatPoints(points)).toBe(words));

test("in sentences whole dollars have no cents", () => {
  expect([formatDollars(75), formatDollars(8.5), formatDollars(1250)]).toEqual([
    "$75",
    "$8.50",
    "$1,250",
  ]);
});

test("a ledger's amounts carry their sign", () => {
  expect([formatSigned(500), formatSigned(-1200), formatSigned(0)]).toEqual([
    "+500",
    "−1,200",
    "0",
  ]);
});

test("numbers of other countries stay as they are", () => {
  expect([formatPhone("+15125550123"), formatPhone("+442079460000")]).toEqual([
    "(512) 555-0123",
    "+442079460000",
  ]);
});

test("a format is made when it is first needed, and kept", () => {
  const make = vi.spyOn(Intl, "DateTimeFormat");
  formatDate("2026-11-03T20:05:00Z", "America/Denver");
  formatDate("2026-11-04T20:05:00Z", "America/Denver");
  formatDate("2026-11-04T20:05:00Z", "America/Phoenix");
  expect(make).toHaveBeenCalledTimes(2);
});
