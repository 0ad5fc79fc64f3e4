import { expect, test } from "vitest";
import { dollarsOf, wholeOf } from "./amounts";

test.each([
  ["75", 75],
  ["$75.50", 75.5],
  ["1,250.05", 1250.05],
  ["0.105", null],
  ["-5", null],
  ["ten", null],
  ["1e3", null],
  ["", null],
])("%s as dollars is %s", (typed, amount) => expect(dollarsOf(typed)).toBe(amount));

test.each([
  ["500", 500],
  ["-120", -120],
  ["−120", -120],
  ["+5", 5],
  ["1,000", 1000],
  ["1.5", null],
  ["", null],
])("%s as a whole number is %s", (typed, number) => expect(wholeOf(typed)).toBe(number));
