import { expect, test, vi } from "vitest";
import { dropCopies, keepCopy, ownerKey, takeCopies } from "./localCopies";

const DANA = { id: "dana", tenantId: "shine" };
const OMAR = { id: "omar", tenantId: "shine" };
const FORM = `${ownerKey(DANA)}/campaign`;
const left = (form: string, page: string, at: number, content: unknown) =>
  localStorage.setItem(`servicepro.draft/${form}/${page}`, JSON.stringify({ at, content }));

test("what earlier pages left is taken once, the oldest first", () => {
  left(FORM, "second", Date.now() - 1_000, { name: "later" });
  left(FORM, "first", Date.now() - 2_000, { name: "earlier" });
  expect(takeCopies(FORM)).toEqual([{ name: "earlier" }, { name: "later" }]);
  expect(takeCopies(FORM)).toEqual([]);
});

test("whose it is, is part of the name: nobody takes another's", () => {
  keepCopy(FORM, { name: "Dana’s" });
  expect(takeCopies(`${ownerKey(OMAR)}/campaign`)).toEqual([]);
  expect(takeCopies(`${ownerKey({ ...DANA, tenantId: "other" })}/campaign`)).toEqual([]);
  expect(takeCopies(FORM)).toEqual([{ name: "Dana’s" }]);
});

test("signing out deletes one's own, and leaves another's", () => {
  keepCopy(FORM, { name: "Dana’s" });
  keepCopy(`${ownerKey(OMAR)}/campaign`, { name: "Omar’s" });
  dropCopies(DANA);
  expect(takeCopies(FORM)).toEqual([]);
  expect(takeCopies(`${ownerKey(OMAR)}/campaign`)).toEqual([{ name: "Omar’s" }]);
});

test("after 30 days they are gone, also those of users who never came back", () => {
  const day = 24 * 60 * 60 * 1000;
  left(`${ownerKey(OMAR)}/campaign`, "old", Date.now() - 31 * day, { name: "old" });
  left(FORM, "recent", Date.now() - 29 * day, { name: "recent" });
  expect(takeCopies(FORM)).toEqual([{ name: "recent" }]);
  expect(localStorage).toHaveLength(0);
});

test("a browser that keeps nothing says so, and breaks nothing", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  expect(keepCopy(FORM, { name: "too much" })).toBe(false);
  expect(keepCopy(FORM, null)).toBe(true);
});

test("what is no copy of ours is passed over", () => {
  localStorage.setItem(`servicepro.draft/${FORM}/broken`, "{");
  localStorage.setItem("colors", "dark");
  expect(takeCopies(FORM)).toEqual([]);
  expect(localStorage.getItem("colors")).toBe("dark");
});
