import { expect, test } from "vitest";
import { bucketsOf, sum } from "./buckets";

const days = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
    earned: index + 1,
    redeemed: 1,
  }));

test("up to a month, each day is a bar", () => {
  expect(bucketsOf(days(30))).toHaveLength(30);
});

test("longer times are told in weeks that end today, and no day is lost", () => {
  const buckets = bucketsOf(days(90));
  expect(buckets).toHaveLength(13);
  expect(buckets.at(-1)).toMatchObject({ from: "2026-03-25", to: "2026-03-31" });
  expect(sum(buckets.map((bucket) => bucket.earned))).toBe((90 * 91) / 2);
  expect(sum(buckets.map((bucket) => bucket.redeemed))).toBe(90);
});

test("no days, no bars", () => expect(bucketsOf([])).toEqual([]));
