import { act, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderStaff } from "@/test/render";
import { answers, server } from "@/test/server";
import A2pPage from "./A2pPage";
import { CAMPAIGN_PATH, campaignIn, standIn, TIMELINE } from "./fixtures";
import { forget } from "./form/drafts";
import { POLL_MILLISECONDS } from "./queries";
import type { CampaignStatus } from "./status";

beforeEach(() => {
  forget();
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => vi.useRealTimers());

async function countQuestions(status: CampaignStatus) {
  const world = { campaign: campaignIn(status) };
  standIn(world);
  let count = 0;
  server.use(
    http.get(`*${CAMPAIGN_PATH}`, () => {
      count += 1;
      return HttpResponse.json(world.campaign);
    }),
  );
  renderStaff(<A2pPage />, { at: "/settings/a2p" });
  await screen.findByRole("textbox", { name: "Campaign description" });
  const wait = () => act(() => vi.advanceTimersByTimeAsync(POLL_MILLISECONDS * 1.5));
  return { world, wait, count: () => count };
}

test("a campaign under review is asked for again, until it is decided on", async () => {
  const { world, wait, count } = await countQuestions("SUBMITTED");
  const before = count();
  await wait();
  expect(count()).toBeGreaterThan(before);
  world.campaign = campaignIn("APPROVED");
  await wait();
  await screen.findByRole("heading", { level: 2, name: /^Appointment texts.*Approved/ });
  const decided = count();
  await wait();
  await wait();
  expect(count()).toBe(decided);
});

test("after the approval the way is asked for until the number is registered", async () => {
  const { wait } = await countQuestions("APPROVED");
  const timeline = (currentStep: string | null, nextMover: string | null, nextMove: string) =>
    answers("/api/admin/a2p/timeline", { ...TIMELINE, currentStep, nextMover, nextMove });
  timeline("NUMBER", "US", "We register your number.");
  await wait();
  expect(await screen.findByText(/We register your number/)).toBeVisible();
  timeline(null, null, "You can text.");
  await wait();
  expect(await screen.findByText(/You can text/)).toBeVisible();
  timeline(null, null, "Nobody asks any more.");
  await wait();
  expect(screen.getByText(/You can text/)).toBeVisible();
});

test.each(["DRAFT", "READY_TO_SUBMIT", "APPROVED", "REJECTED", "ERROR", "SUSPENDED"] as const)(
  "a campaign that is %s is not asked for again",
  async (status) => {
    const { wait, count } = await countQuestions(status);
    const before = count();
    await wait();
    await wait();
    expect(count()).toBe(before);
  },
);
