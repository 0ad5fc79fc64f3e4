import { expect, test } from "vitest";
import { toE164 } from "./phoneNumber";

test.each([
  ["(512) 555-0123", "+15125550123"],
  ["512.555.0123", "+15125550123"],
  ["1 512 555 0123", "+15125550123"],
  [" +1 512-555-0123 ", "+15125550123"],
  ["+44 20 7946 0000", "+442079460000"],
])("%s is understood", (typed, number) => expect(toE164(typed)).toBe(number));

test.each(["", "555-0123", "call Dana", "0125550123"])(
  "%s is left for the API to refuse",
  (typed) => expect(toE164(typed)).toBe(typed),
);
