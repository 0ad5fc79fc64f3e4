import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "@/api/client";
import { renderStaff } from "@/test/render";
import { answers, records, refusal, server } from "@/test/server";
import BookingsPage from "./BookingsPage";

const BOOKING = {
  id: "00000000-0000-4000-8000-0000000000b1",
  customerId: "00000000-0000-4000-8000-0000000000d1",
  customerName: "Casey",
  status: "CONFIRMED",
  date: "2026-11-24",
  time: "09:30",
  startsAt: "2026-11-24T15:30:00Z",
  endsAt: "2026-11-24T18:30:00Z",
  createdAt: "2026-11-03T18:00:00Z",
  items: [
    {
      serviceId: "00000000-0000-4000-8000-00000000b101",
      name: "Full Interior Detail",
      quantity: 2,
      price: 180,
      durationMinutes: 90,
      isCore: true,
      total: 360,
    },
  ],
  subtotal: 360,
  discount: 50,
  pointsUsed: 500,
  total: 310,
  loyalty: null,
} satisfies Schemas["StaffBooking"];

const page = (items: Schemas["StaffBooking"][]) => ({
  items,
  page: 1,
  pageSize: 20,
  total: items.length,
});

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-25T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

const COMPLETE = { name: /^Complete booking of Casey/ };
const CANCEL = { name: /^Cancel booking of Casey/ };

test("who, when, what, and what was paid with points", async () => {
  answers("/api/admin/bookings", page([BOOKING]));
  renderStaff(<BookingsPage />);
  const row = await screen.findByRole("row", { name: /Casey/ });
  expect(row).toHaveTextContent("Tue, Nov 24, 2026, 9:30 AM");
  expect(row).toHaveTextContent("2 × Full Interior Detail");
  expect(row).toHaveTextContent("$310.00500 points used ($50.00 off)");
  expect(row).toHaveTextContent("Confirmed");
});

test("completing tells, and keeps the focus in the list", async () => {
  answers("/api/admin/bookings", page([BOOKING]));
  const asked = records("post", `/api/admin/bookings/${BOOKING.id}/complete`, () => {
    answers("/api/admin/bookings", page([{ ...BOOKING, status: "COMPLETED" }]));
    return BOOKING;
  });
  const { user } = renderStaff(<BookingsPage />);
  await user.click(await screen.findByRole("button", COMPLETE));
  expect(await screen.findByText("Booking completed")).toBeVisible();
  expect(await screen.findByText("Completed", { selector: "span" })).toBeVisible();
  expect(screen.getByRole("region", { name: "List of bookings" })).toHaveFocus();
  expect(asked).toHaveLength(1);
});

test("a double click completes once", async () => {
  answers("/api/admin/bookings", page([BOOKING]));
  const asked = records("post", `/api/admin/bookings/${BOOKING.id}/complete`, () => {
    answers("/api/admin/bookings", page([{ ...BOOKING, status: "COMPLETED" }]));
    return BOOKING;
  });
  const { user } = renderStaff(<BookingsPage />);
  await user.dblClick(await screen.findByRole("button", COMPLETE));
  expect(await screen.findByText("Booking completed")).toBeVisible();
  expect(asked).toHaveLength(1);
});

test("cancelling names what the customer loses and gets back", async () => {
  answers("/api/admin/bookings", page([BOOKING]));
  const asked = records("post", `/api/admin/bookings/${BOOKING.id}/cancel`, BOOKING);
  const { user } = renderStaff(<BookingsPage />);
  await user.click(await screen.findByRole("button", CANCEL));
  const dialog = within(screen.getByRole("dialog", { name: "Cancel this booking?" }));
  expect(dialog.getByText("500 points go back to the customer.")).toBeVisible();
  expect(asked).toHaveLength(0);
  expect(dialog.getByRole("button", { name: "Keep booking" })).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Cancel booking" }));
  expect(await screen.findByText("Booking canceled")).toBeVisible();
  expect(screen.getByRole("region", { name: "List of bookings" })).toHaveFocus();
});

test("completing what is still to come asks first, and says what it means", async () => {
  const startsAt = "2026-11-26T15:30:00Z";
  answers("/api/admin/bookings", page([{ ...BOOKING, startsAt }]));
  const asked = records("post", `/api/admin/bookings/${BOOKING.id}/complete`, BOOKING);
  const { user } = renderStaff(<BookingsPage />);
  await user.click(await screen.findByRole("button", COMPLETE));
  const dialog = within(screen.getByRole("dialog", { name: "Complete this booking already?" }));
  expect(dialog.getByText(/hasn’t begun yet/)).toBeVisible();
  expect(asked).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Complete booking" }));
  expect(await screen.findByText("Booking completed")).toBeVisible();
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(screen.getByRole("region", { name: "List of bookings" })).toHaveFocus();
});

test("a refusal is said on the page", async () => {
  answers("/api/admin/bookings", page([BOOKING]));
  records("post", `/api/admin/bookings/${BOOKING.id}/complete`, () =>
    refusal(409, "BOOKING_NOT_COMPLETABLE", "This booking was cancelled."),
  );
  const { user } = renderStaff(<BookingsPage />);
  await user.click(await screen.findByRole("button", COMPLETE));
  expect(await screen.findByRole("alert")).toHaveTextContent("This booking was cancelled.");
});

test("the list can be narrowed by status", async () => {
  const asked: string[] = [];
  server.use(
    http.get("*/api/admin/bookings", ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(page([]));
    }),
  );
  const { user } = renderStaff(<BookingsPage />);
  expect(await screen.findByText(/show up here by themselves/)).toBeVisible();
  await user.selectOptions(screen.getByLabelText("Show"), "Canceled");
  expect(await screen.findByText("No booking fits this choice.")).toBeVisible();
  await waitFor(() => expect(asked.at(-1)).toContain("status=CANCELLED"));
});
