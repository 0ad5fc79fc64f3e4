import { expect, test } from "vitest";
import { rulesOf } from "./copy";

const RULES = {
  minCartTotal: 75,
  requireCoreService: true,
  guardrailMessage: null,
  pointValue: 0.1,
  isConfigured: true,
};

test.each([
  [75, "bookings with a total of at least $75 that include a core service."],
  [8.5, "bookings with a total of at least $8.50 that include a core service."],
  [0, "bookings that include a core service."],
  [null, "bookings that include a core service."],
])("rules with a minimum of %s are one sentence", (minCartTotal, rules) => {
  expect(rulesOf({ ...RULES, minCartTotal })).toBe(
    `Customers can use points on ${rules} One point is worth $0.10.`,
  );
});
