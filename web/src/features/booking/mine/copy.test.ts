import { expect, test } from "vitest";
import { COPY } from "./copy";

test.each([
  [1, "The 1 point you used comes back", "1 point is on the way back"],
  [500, "The 500 points you used come back", "500 points are on the way back"],
])("%s of points that come back read as people say it", (points, before, after) => {
  expect(COPY.givesBack(points)).toBe(`${before} to your balance.`);
  expect(COPY.comesBack(points)).toBe(`${after} to your balance.`);
});
