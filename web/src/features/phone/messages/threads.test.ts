import { expect, test } from "vitest";
import { message, theirs } from "../fixtures";
import { VOICEMAILS } from "./copy";
import { isOnItsWay, threadsOf } from "./threads";

// Newest first, as the API lists them.
test.each([
  ["nothing of the kind", [theirs("hello"), message()], false],
  ["STOP", [theirs("STOP")], true],
  ["Stop.", [theirs("Stop.")], true],
  ["START after STOP", [theirs("start"), theirs("stop")], false],
  ["STOP after START", [theirs("stop"), theirs("start")], true],
  ["a word within a sentence", [theirs("stop by at noon")], false],
  ["our own word", [message({ body: "STOP" })], false],
  ["a text that was refused for it", [message({ status: "FAILED", errorCode: 21610 })], true],
])("%s decides whether somebody has opted out", (_words, messages, expected) => {
  expect(threadsOf(messages)[0]?.hasOptedOut).toBe(expected);
});

test("a text that came on two pages stands once", () => {
  const text = message();
  expect(threadsOf([text, text])[0]?.messages).toHaveLength(1);
});

test("callers who hide their number share a thread", () => {
  const hidden = { fromNumber: null };
  expect(threadsOf([theirs("a", hidden), theirs("b", hidden)]).map(({ person }) => person)).toEqual(
    [null],
  );
});

const now = new Date("2026-03-03T15:00:00Z").getTime();
test.each([
  ["SENDING", "2026-03-03T14:59:00Z", true],
  ["SENT", "2026-03-03T14:59:00Z", true],
  ["SENT", "2026-03-03T14:50:00Z", false],
  ["DELIVERED", "2026-03-03T14:59:00Z", false],
] as const)("%s since %s is followed: %s", (status, createdAt, expected) => {
  expect(isOnItsWay(message({ status, createdAt }), now)).toBe(expected);
});

test.each([
  [80, "1 min 20 s"],
  [60, "1 min"],
  [5, "5 s"],
  [0, "0 s"],
])("%i seconds are told as %s", (seconds, words) =>
  expect(VOICEMAILS.duration(seconds)).toBe(words),
);
