import { expect, test } from "vitest";
import { destination } from "./signIn";

test.each([
  ["/settings/a2p?tab=1", "/settings/a2p?tab=1"],
  [null, "/setup-wizard"],
  ["https://evil.test/", "/setup-wizard"],
  ["//evil.test/", "/setup-wizard"],
  ["/\\evil.test/", "/setup-wizard"],
  ["javascript:alert(1)", "/setup-wizard"],
  ["/sign-in?next=/sign-in", "/setup-wizard"],
])("after signing in, %s leads to %s", (next, expected) => {
  expect(destination(next, "owner")).toBe(expected);
});
