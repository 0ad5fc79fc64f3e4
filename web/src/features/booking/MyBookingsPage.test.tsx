import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderCustomer } from "@/test/render";
import { answers, records, refusal } from "@/test/server";
import { bookingOf, DETAIL, WASH } from "./fixtures";
import MyBookingsPage from "./MyBookingsPage";
import { standingOf } from "./mine/bookingStatus";

const BOOKINGS = "/api/portal/bookings";

const booking = (more: Partial<Schemas["Booking"]> = {}): Schemas["Booking"] => ({
  ...bookingOf({ services: [{ serviceId: DETAIL.id }], date: "2099-11-03", time: "10:00" }),
  ...more,
});

const PAST = booking({
  id: "00000000-0000-4000-8000-0000000000f2",
  status: "COMPLETED",
  date: "2026-01-06",
  startsAt: "2026-01-06T16:00:00Z",
  endsAt: "2026-01-06T19:00:00Z",
  items: bookingOf({ services: [{ serviceId: WASH.id, quantity: 2 }], date: "", time: "" }).items,
});
const WITH_POINTS = booking({ pointsUsed: 500, discount: 50, total: 100 });

const list = (...items: Schemas["Booking"][]) =>
  answers(BOOKINGS, { items, page: 1, pageSize: 20, total: items.length });
const region = (name: string) => screen.findByRole("region", { name });

test("what is coming up and what has been are apart, with the status in words", async () => {
  list(WITH_POINTS, PAST);
  renderCustomer(<MyBookingsPage />);
  const upcoming = await region("Upcoming");
  expect(upcoming).toHaveTextContent("Tuesday, November 3, 10:00 AM");
  expect(upcoming).toHaveTextContent("Confirmed");
  expect(upcoming).toHaveTextContent("500 points used ($50.00 off)");
  const past = await region("Past and canceled");
  expect(past).toHaveTextContent("Completed");
  expect(past).toHaveTextContent("Exterior Wash × 2");
  expect(within(past).queryByRole("button", { name: /Cancel/ })).not.toBeInTheDocument();
});

test.each([
  ["CONFIRMED", "2026-03-02T09:00:00Z", "Confirmed", true],
  ["CONFIRMED", "2026-03-02T10:30:00Z", "Confirmed", true],
  ["CONFIRMED", "2026-03-02T07:30:00Z", "Under way", false],
  ["CONFIRMED", "2026-03-02T06:00:00Z", "Past", false],
  ["COMPLETED", "2026-03-02T06:00:00Z", "Completed", false],
  ["CANCELLED", "2026-03-02T10:30:00Z", "Canceled", false],
] as const)("%s from %s is %s at eight", (status, startsAt, word, canCancel) => {
  const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
  const standing = standingOf({ status, startsAt, endsAt }, Date.parse("2026-03-02T08:00:00Z"));
  expect([standing.word, standing.canCancel]).toEqual([word, canCancel]);
});

test("cancelling says first what is lost and what comes back, and then that it is done", async () => {
  list(WITH_POINTS);
  const asked = records("post", `${BOOKINGS}/${WITH_POINTS.id}/cancel`, {
    ...WITH_POINTS,
    status: "CANCELLED",
  });
  const { user } = renderCustomer(<MyBookingsPage />);
  await user.click(await screen.findByRole("button", { name: /^Cancel booking/ }));
  const dialog = await screen.findByRole("dialog", { name: "Cancel this booking?" });
  expect(dialog).toHaveTextContent("The 500 points you used come back to your balance.");
  list({ ...WITH_POINTS, status: "CANCELLED" });
  await user.dblClick(within(dialog).getByRole("button", { name: "Cancel booking" }));
  const result = await screen.findByText("Your booking on Tuesday, November 3 is canceled.");
  await waitFor(() => expect(result.parentElement).toHaveFocus());
  expect(result.parentElement).toHaveTextContent("500 points are on the way back");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.headers.get("Idempotency-Key")).toBeTruthy();
});

test("keeping a booking changes nothing, and the focus goes back", async () => {
  list(WITH_POINTS);
  const { user } = renderCustomer(<MyBookingsPage />);
  const cancel = await screen.findByRole("button", { name: /^Cancel booking/ });
  await user.click(cancel);
  await user.click(await screen.findByRole("button", { name: "Keep booking" }));
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(cancel).toHaveFocus();
});

test("a cancellation that is refused is said in the dialog", async () => {
  list(WITH_POINTS);
  const words = "This booking has been completed and cannot be canceled any more.";
  records("post", `${BOOKINGS}/${WITH_POINTS.id}/cancel`, () =>
    refusal(409, "BOOKING_NOT_CANCELLABLE", words),
  );
  const { user } = renderCustomer(<MyBookingsPage />);
  await user.click(await screen.findByRole("button", { name: /^Cancel booking/ }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Cancel booking" }));
  expect(await within(dialog).findByRole("alert")).toHaveTextContent(words);
});

test("booking again takes the same services along", async () => {
  list(PAST);
  renderCustomer(<MyBookingsPage />);
  expect(await screen.findByRole("link", { name: /^Book again/ })).toHaveAttribute(
    "href",
    `/booking?services=${WASH.id}:2`,
  );
});

test("whoever has no bookings is invited to make one", async () => {
  list();
  renderCustomer(<MyBookingsPage />);
  expect(await screen.findByText("No bookings yet")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Book a service" })).toHaveAttribute("href", "/booking");
});
