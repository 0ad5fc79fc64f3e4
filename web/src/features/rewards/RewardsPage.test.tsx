import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderCustomer } from "@/test/render";
import { answers, refusal, server } from "@/test/server";
import { rulesOf } from "./copy";
import RewardsPage from "./RewardsPage";

const SUMMARY = "/api/portal/loyalty/summary";
const HISTORY = "*/api/portal/loyalty/transactions";

const REWARDS = {
  pointsBalance: 500,
  approximateValue: 50,
  pointValue: 0.1,
  minCartTotal: 75,
  requireCoreService: true,
  guardrailMessage: null,
  recentTransactions: [],
} satisfies Schemas["Rewards"];

const entry = (number: number, more: Partial<Schemas["Transaction"]> = {}) =>
  ({
    id: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    type: "EARN",
    points: 10,
    reason: `Visit ${number}`,
    description: null,
    createdAt: "2026-03-02T03:30:00Z",
    balanceAfter: 500,
    ...more,
  }) satisfies Schemas["Transaction"];

/** A history of so many entries, by pages as they are asked for. */
const history = (entries: readonly Schemas["Transaction"][]) =>
  server.use(
    http.get(HISTORY, ({ request }) => {
      const query = new URL(request.url).searchParams;
      const [page, pageSize] = [Number(query.get("page")), Number(query.get("pageSize"))];
      const items = entries.slice((page - 1) * pageSize, page * pageSize);
      return HttpResponse.json({ items, page, pageSize, total: entries.length });
    }),
  );

const many = (count: number) => Array.from({ length: count }, (_, number) => entry(number));
const rows = async () =>
  within(await screen.findByRole("table"))
    .getAllByRole("row")
    .slice(1);
const more = () => screen.getByRole("button", { name: "Load more" });

test("who opens it is at its beginning, however short the history", async () => {
  answers(SUMMARY, REWARDS);
  history(many(3));
  renderCustomer(<RewardsPage />);
  expect(await rows()).toHaveLength(3);
  expect(document.body).toHaveFocus();
});

test("the balance, its worth and the rules are told, with the way to use them", async () => {
  answers(SUMMARY, REWARDS);
  history([]);
  renderCustomer(<RewardsPage />);
  expect(
    await screen.findByText("You have 500 points available (~$50 in rewards)."),
  ).toBeInTheDocument();
  expect(
    screen.getByText(/^Points can be redeemed on bookings with a total of at least \$75/),
  ).toHaveTextContent("qualifying service");
  expect(screen.getByRole("link", { name: "Book a service and use my points" })).toHaveAttribute(
    "href",
    "/booking",
  );
  expect(screen.getByRole("heading", { level: 1, name: "My Rewards" })).toBeInTheDocument();
});

test.each([
  [75, false, "Points can be redeemed on bookings with a total of at least $75."],
  [
    8.5,
    true,
    "Points can be redeemed on bookings with a total of at least $8.50 that include a qualifying service.",
  ],
  [null, true, "Points can be redeemed on bookings that include a qualifying service."],
  [null, false, "Points can be redeemed on any booking."],
])(
  "with a minimum of %s and a core service needed: %s",
  (minCartTotal, requireCoreService, words) => {
    expect(rulesOf({ minCartTotal, requireCoreService })).toBe(words);
  },
);

test("each entry has its day, its kind in words, its signed points and its reason", async () => {
  answers(SUMMARY, REWARDS);
  history([
    entry(1, { points: 500, reason: "Port Recovery Bonus" }),
    entry(2, { type: "REDEEM", points: -120, reason: "Booking Discount" }),
    entry(3, { type: "ADJUST", points: 20, reason: "Goodwill", description: "Sorry for the wait" }),
  ]);
  renderCustomer(<RewardsPage />);
  expect(
    (await rows()).map((row) =>
      within(row)
        .getAllByRole("cell")
        .map((cell) => cell.textContent),
    ),
  ).toEqual([
    ["Mar 1, 2026", "Earned", "+500", "Port Recovery Bonus"],
    ["Mar 1, 2026", "Redeemed", "−120", "Booking Discount"],
    ["Mar 1, 2026", "Adjusted", "+20", "GoodwillSorry for the wait"],
  ]);
  const heads = screen.getAllByRole("columnheader").map((head) => head.textContent);
  expect(heads).toEqual(["Date", "Type", "Points", "Description"]);
});

test("more come twenty at a time, are announced, and the focus stays until the last", async () => {
  answers(SUMMARY, REWARDS);
  history(many(45));
  const { user } = renderCustomer(<RewardsPage />);
  expect(await rows()).toHaveLength(20);
  await user.click(more());
  expect(await screen.findByText("20 more entries. Showing 40 of 45.")).toHaveAttribute(
    "role",
    "status",
  );
  expect(await rows()).toHaveLength(40);
  expect(more()).toHaveFocus();
  await user.click(more());
  expect(await screen.findByText("5 more entries. Showing all 45.")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Load more" })).not.toBeInTheDocument();
  expect(screen.getByText("Showing all 45.")).toHaveFocus();
});

test("a page that does not come can be asked for again, and what is there stays", async () => {
  answers(SUMMARY, REWARDS);
  history(many(25));
  const { user } = renderCustomer(<RewardsPage />);
  expect(await rows()).toHaveLength(20);
  server.use(http.get(HISTORY, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."), { once: true }));
  await user.click(more());
  expect(await screen.findByRole("alert")).toHaveTextContent("The rest couldn’t be loaded");
  expect(await rows()).toHaveLength(20);
  await user.click(more());
  await waitFor(async () => expect(await rows()).toHaveLength(25));
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

test("whoever has no points yet is told how they come, and invited to book", async () => {
  answers(SUMMARY, { ...REWARDS, pointsBalance: 0, approximateValue: 0 });
  history([]);
  renderCustomer(<RewardsPage />);
  expect(await screen.findByText(/You don’t have points yet/)).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Book a service" })).toBeInTheDocument();
  expect(await screen.findByText("Nothing here yet")).toBeInTheDocument();
});

test("points that cannot be loaded are asked for again on demand", async () => {
  answers(SUMMARY, { error: "", code: "SERVICE_UNAVAILABLE", requestId: "request-1" }, 503);
  history([]);
  const { user } = renderCustomer(<RewardsPage />);
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("Reference for support: request-1");
  answers(SUMMARY, REWARDS);
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(/You have 500 points/)).toBeInTheDocument();
});
