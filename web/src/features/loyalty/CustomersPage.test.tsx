import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderStaff } from "@/test/render";
import { answers, records, refusal } from "@/test/server";
import CustomersPage from "./CustomersPage";

const CASEY = "00000000-0000-4000-8000-0000000000d1";
const HISTORY = {
  items: [
    {
      id: "00000000-0000-4000-8000-0000000000e1",
      type: "REDEEM",
      points: -260,
      reason: "Booking Discount",
      description: "Full Interior Detail",
      createdAt: "2026-11-03T18:00:00Z",
      balanceAfter: 240,
    },
  ],
  page: 1,
  pageSize: 20,
  total: 1,
} satisfies Schemas["TransactionPage"];

beforeEach(() => {
  answers("/api/admin/customers", {
    items: [
      {
        id: CASEY,
        name: "Casey",
        email: "casey@x.test",
        phone: null,
        createdAt: "2026-01-01T00:00:00Z",
      },
    ],
    page: 1,
    pageSize: 20,
    total: 1,
  } satisfies Schemas["CustomerPage"]);
  answers(`/api/admin/loyalty/customers/${CASEY}/transactions`, HISTORY);
});

async function openCasey() {
  const view = renderStaff(<CustomersPage />);
  await view.user.click(await screen.findByRole("button", { name: "Show points of Casey" }));
  return view;
}

test("a customer's history opens with the focus on it", async () => {
  await openCasey();
  expect(await screen.findByText("240 points available")).toBeVisible();
  expect(screen.getByRole("row", { name: /Redeemed −260 Full Interior Detail 240/ })).toBeVisible();
  expect(screen.getByRole("heading", { name: "Points history of Casey" })).toHaveFocus();
  expect(screen.getByRole("link", { name: /CSV/ })).toHaveAttribute(
    "href",
    `/api/admin/loyalty/customers/${CASEY}/transactions?format=csv`,
  );
});

test("an address that was handed on names the customer as well", async () => {
  answers(`/api/admin/loyalty/customers/${CASEY}`, {
    customerId: CASEY,
    name: "Casey",
    pointsBalance: 240,
    approximateValue: 24,
    recentTransactions: [],
  } satisfies Schemas["CustomerAccount"]);
  renderStaff(<CustomersPage />, { at: `/admin/customer-points?customer=${CASEY}` });
  expect(await screen.findByRole("heading", { name: "Points history of Casey" })).toHaveFocus();
});

test("points are adjusted with a reason", async () => {
  const asked = records("post", "/api/admin/loyalty/adjustments", HISTORY.items[0] ?? {}, 201);
  const { user } = await openCasey();
  await user.type(await screen.findByLabelText("Points"), "-40");
  await user.type(screen.getByLabelText("Reason"), "Wrong booking");
  await user.click(screen.getByRole("button", { name: "Adjust points" }));
  expect(await screen.findByText("Points adjusted")).toBeVisible();
  expect(asked[0]?.body).toEqual({ customerId: CASEY, points: -40, reason: "Wrong booking" });
});

test("no adjustment without a reason", async () => {
  const asked = records("post", "/api/admin/loyalty/adjustments", {}, 201);
  const { user } = await openCasey();
  await user.type(await screen.findByLabelText("Points"), "40");
  await user.click(screen.getByRole("button", { name: "Adjust points" }));
  await waitFor(() => expect(screen.getByLabelText("Reason")).toHaveFocus());
  expect(asked).toHaveLength(0);
});

test("taking more than there is says so, and keeps what was typed", async () => {
  records("post", "/api/admin/loyalty/adjustments", () =>
    refusal(409, "INSUFFICIENT_POINTS", "The balance is 240 points, so 500 can’t be taken."),
  );
  const { user } = await openCasey();
  await user.type(await screen.findByLabelText("Points"), "-500");
  await user.type(screen.getByLabelText("Reason"), "Correction");
  await user.click(screen.getByRole("button", { name: "Adjust points" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The balance is 240 points");
  expect(screen.getByLabelText("Points")).toHaveValue("-500");
});
