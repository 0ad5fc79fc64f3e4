import { useQuery } from "@tanstack/react-query";
import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OWNER, renderStaff } from "@/test/render";
import { useLiveUpdates } from "./live";

const TABLE = { points_earned_v1: [["points"]], booking_confirmed_v1: [["bookings"]] } as const;

/** The stream as a test plays it. */
class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeStream[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeStream.all.push(this);
  }

  close() {
    this.readyState = FakeStream.CLOSED;
  }
}

beforeEach(() => {
  FakeStream.all = [];
  vi.stubGlobal("EventSource", FakeStream);
  vi.useFakeTimers({ shouldAdvanceTime: true });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function Page({ fetch }: { fetch: () => number }) {
  useLiveUpdates(TABLE);
  return <p>Fetched {useQuery({ queryKey: ["points"], queryFn: fetch }).data}</p>;
}

async function open(user = OWNER) {
  const fetch = vi.fn(() => fetch.mock.calls.length);
  renderStaff(<Page fetch={fetch} />, { user });
  await screen.findByText("Fetched 1");
  const tell = (type: string) => act(() => FakeStream.all.at(-1)?.dispatchEvent(new Event(type)));
  const wait = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
  return { fetch, tell, wait };
}

test("an event fetches what it makes stale, a burst of them once", async () => {
  const { fetch, tell, wait } = await open();
  tell("points_earned_v1");
  tell("points_earned_v1");
  tell("points_earned_v1");
  await wait(1_000);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("an event about something else fetches nothing", async () => {
  const { fetch, tell, wait } = await open();
  tell("booking_confirmed_v1");
  await wait(1_000);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test("after a break, everything is fetched: nobody told what happened meanwhile", async () => {
  const { fetch, tell, wait } = await open();
  tell("open");
  await wait(1_000);
  expect(fetch).toHaveBeenCalledTimes(1);
  tell("open");
  await wait(1_000);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("a stream that opens only at a later try missed what happened before", async () => {
  const { fetch, tell, wait } = await open();
  tell("error");
  tell("open");
  await wait(1_000);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("a stream that was refused is tried again later", async () => {
  const { tell, wait } = await open();
  FakeStream.all.at(-1)?.close();
  tell("error");
  await wait(29_000);
  expect(FakeStream.all).toHaveLength(1);
  await wait(2_000);
  expect(FakeStream.all).toHaveLength(2);
});

test("an operator opens no stream", async () => {
  await open({ ...OWNER, role: "operator", tenantId: null });
  expect(FakeStream.all).toHaveLength(0);
});
