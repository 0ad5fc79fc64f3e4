import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderStaff } from "@/test/render";
import { answers } from "@/test/server";
import InsightsPage from "./InsightsPage";

const SUMMARY = {
  totalCustomersWithPoints: 42,
  totalPointsOutstanding: 20_500,
  totalPointsRedeemed: 5_000,
  totalPointsEarned: 25_000,
  totalPointsAdjusted: 500,
  pointsEarnedLast30Days: 1_500,
  pointsRedeemedLast30Days: 700,
  outstandingLiability: 2050,
  asOf: "2026-11-03T18:00:00Z",
  top5CustomersByPoints: [
    { customerId: "00000000-0000-4000-8000-0000000000d1", name: "Casey", points: 1240 },
  ],
} satisfies Schemas["LoyaltySummary"];

const SERIES = {
  items: [
    { date: "2026-11-01", earned: 500, redeemed: 0 },
    { date: "2026-11-02", earned: 0, redeemed: 200 },
    { date: "2026-11-03", earned: 1000, redeemed: 500 },
  ],
  page: 1,
  pageSize: 3,
  total: 3,
  asOf: "2026-11-03T18:00:00Z",
} satisfies Schemas["Timeseries"];

beforeEach(() => {
  answers("/api/admin/loyalty/summary", SUMMARY);
  answers("/api/admin/loyalty/timeseries", SERIES);
  answers("/api/admin/loyalty/settings", {
    minCartTotal: 75,
    requireCoreService: true,
    guardrailMessage: null,
    pointValue: 0.1,
  });
});

const figure = (name: string) => {
  const term = screen.getByText(name, { selector: "dt" });
  return within(term.parentElement as HTMLElement);
};

test.each([
  ["Customers with points", "42"],
  ["Points outstanding", "20,500"],
  ["Worth of these points", "$2,050.00"],
  ["Redemption rate", "20%"],
  ["Points earned", "25,000"],
  ["Points redeemed", "5,000"],
  ["Earned, last 30 days", "1,500"],
  ["Redeemed, last 30 days", "700"],
])("%s is %s", async (name, value) => {
  renderStaff(<InsightsPage />);
  await waitFor(() => expect(figure(name).getByText(value)).toBeVisible());
});

test("the chart's finding is a sentence, and its numbers are a table", async () => {
  renderStaff(<InsightsPage />);
  expect(await screen.findByText(/customers earned 1,500 points and redeemed 700/)).toBeVisible();
  const table = screen.getByRole("region", {
    name: "Earned and redeemed, in numbers",
    hidden: true,
  });
  expect(within(table).getAllByRole("row", { hidden: true })).toHaveLength(4);
});

test("the guardrails are told, with the way to change them", async () => {
  renderStaff(<InsightsPage />);
  expect(await screen.findByText(/at least \$75 that include a core service/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Change these rules" })).toHaveAttribute(
    "href",
    "/admin/settings/loyalty",
  );
});

test("top customers lead to their points", async () => {
  renderStaff(<InsightsPage />);
  expect(await screen.findByRole("link", { name: "Casey" })).toHaveAttribute(
    "href",
    `/admin/customer-points?customer=${SUMMARY.top5CustomersByPoints[0]?.customerId}`,
  );
});

test("a program without points says what to do first", async () => {
  answers("/api/admin/loyalty/summary", {
    ...SUMMARY,
    totalPointsEarned: 0,
    top5CustomersByPoints: [],
  });
  renderStaff(<InsightsPage />);
  expect(await screen.findByText("No customer has points yet")).toBeVisible();
  await waitFor(() => expect(figure("Redemption rate").getByText("–")).toBeVisible());
});

test("one part that fails leaves the others standing, and can be asked again", async () => {
  answers(
    "/api/admin/loyalty/summary",
    { error: "Down.", code: "SERVICE_UNAVAILABLE", requestId: "r-1" },
    503,
  );
  const { user } = renderStaff(<InsightsPage />);
  expect(await screen.findByText(/customers earned 1,500 points/)).toBeVisible();
  answers("/api/admin/loyalty/summary", SUMMARY);
  const [again] = await screen.findAllByRole("button", { name: "Try again" });
  await user.click(again as HTMLElement);
  await waitFor(() => expect(figure("Customers with points").getByText("42")).toBeVisible());
});
