import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { today } from "@/shared/format";
import { renderCustomer } from "@/test/render";
import { answers, records, refusal } from "@/test/server";
import BookingPage from "./BookingPage";
import { addDays, nameDay } from "./days";
import {
  accepts,
  bookingOf,
  DETAIL,
  freeTimes,
  openBusiness,
  quoteOf,
  REWARDS,
  WASH,
} from "./fixtures";

const BOOKINGS = "/api/portal/bookings";
const MESSAGE =
  "To redeem 500 points, your total must be at least $75 and include a core service (e.g., Full Interior Detail).";

const blocked = () =>
  refusal(400, "LOYALTY_REDEMPTION_BLOCKED", "LOYALTY_REDEMPTION_BLOCKED", {
    reasonCode: "MIN_TOTAL_NOT_MET",
    message: MESSAGE,
    fix: "Add $40.00 more to your booking.",
  });

const keys = (asked: { headers: Headers }[]) =>
  asked.map(({ headers }) => headers.get("Idempotency-Key"));
const points = (asked: { body: unknown }[]) =>
  asked.map(({ body }) => (body as Schemas["NewBooking"]).loyalty?.pointsRequested);
const service = (name: string) => screen.findByRole("checkbox", { name: new RegExp(name) });
const button = (name: string | RegExp) => screen.findByRole("button", { name });

/** Chooses a service and ten o'clock. */
async function choose(name: string) {
  const { user } = renderCustomer(<BookingPage />, { at: "/booking" });
  await user.click(await service(name));
  await user.click(await screen.findByRole("radio", { name: "10:00 AM" }));
  return user;
}

test("what there is to book says in words what it costs, how long it takes and what it is", async () => {
  openBusiness();
  renderCustomer(<BookingPage />);
  await screen.findByText("Qualifying service");
  expect((await service("Full Interior Detail")).closest("label")).toHaveTextContent(
    "Full Interior Detail$150.003 hQualifying service",
  );
});

test("the points panel shows what there is and what it is worth", async () => {
  openBusiness();
  renderCustomer(<BookingPage />);
  expect(
    await screen.findByText("You have 500 points available (~$50 in rewards)."),
  ).toBeInTheDocument();
});

test("without points there is nothing to switch on", async () => {
  openBusiness({ rewards: { ...REWARDS, pointsBalance: 0, approximateValue: 0 } });
  renderCustomer(<BookingPage />);
  expect(await screen.findByText(/You don’t have points yet/)).toBeInTheDocument();
  expect(screen.queryByRole("switch")).not.toBeInTheDocument();
});

test("discount and total are the server's", async () => {
  const quotes = openBusiness();
  const user = await choose("Full Interior Detail");
  expect(await button("Book for $150.00")).toBeInTheDocument();
  await user.click(screen.getByRole("switch", { name: "Apply points to this booking" }));
  expect(await button("Book for $100.00")).toBeInTheDocument();
  expect(screen.getByText(/Estimated discount/)).toHaveTextContent("$50.00 for 500 points");
  expect(points(quotes).at(-1)).toBe(500);
});

test("a number of points takes that many", async () => {
  const quotes = openBusiness();
  const user = await choose("Full Interior Detail");
  await user.click(screen.getByRole("switch"));
  await user.click(screen.getByRole("radio", { name: "Choose how many" }));
  await user.type(await screen.findByLabelText("Points to use"), "120");
  expect(await button("Book for $138.00")).toBeInTheDocument();
  expect(points(quotes).at(-1)).toBe(120);
});

test("a quote that cannot use the points says why, and what would help", async () => {
  openBusiness();
  records("post", `${BOOKINGS}/quote`, ({ body }) => {
    const quote = quoteOf(body as Schemas["QuoteRequest"]);
    const no = { canRedeem: false, pointsUsed: 0, discount: 0, reasonCode: "NO_CORE_SERVICE" };
    const loyalty = quote.loyalty && {
      ...quote.loyalty,
      ...no,
      message: MESSAGE,
      fix: "Add more.",
    };
    return { ...quote, discount: 0, pointsUsed: 0, total: quote.subtotal, loyalty };
  });
  const user = await choose("Exterior Wash");
  await user.click(screen.getByRole("switch"));
  expect(await screen.findByText(MESSAGE)).toBeInTheDocument();
  expect(screen.getByText("Add more.")).toBeInTheDocument();

  const asked = accepts();
  await user.click(await button("Book for $35.00"));
  expect(await screen.findByRole("alert")).toHaveTextContent(MESSAGE);
  expect(screen.getByRole("heading", { name: "Use Loyalty Points" })).toHaveFocus();
  expect(asked).toHaveLength(0);
});

test("points that are refused are said inline, nothing is lost, and without them it works", async () => {
  openBusiness();
  const asked = records("post", BOOKINGS, ({ body }) => {
    const wanted = body as Schemas["NewBooking"];
    return wanted.loyalty ? blocked() : Response.json(bookingOf(wanted), { status: 201 });
  });
  const user = await choose("Exterior Wash");
  await user.click(screen.getByRole("switch"));
  await user.click(await button("Book for $0.00"));
  expect(await screen.findByRole("alert")).toHaveTextContent(MESSAGE);
  expect(screen.getByRole("heading", { name: "Use Loyalty Points" })).toHaveFocus();
  expect(document.body).not.toHaveTextContent(/LOYALTY_REDEMPTION_BLOCKED|MIN_TOTAL_NOT_MET/);
  expect(await service("Exterior Wash")).toBeChecked();
  expect(screen.getByRole("radio", { name: "10:00 AM" })).toBeChecked();

  await user.click(await button("Turn off points"));
  expect(screen.getByRole("heading", { name: "Use Loyalty Points" })).toHaveFocus();
  await user.click(await button("Book for $35.00"));
  expect(await screen.findByRole("heading", { name: "You’re booked" })).toHaveFocus();
  expect(points(asked)).toEqual([500, undefined]);
  expect(new Set(keys(asked)).size).toBe(2);
});

test("after a refusal the services can be changed as well", async () => {
  openBusiness();
  const asked = records("post", BOOKINGS, ({ body }) => {
    const wanted = body as Schemas["NewBooking"];
    return wanted.services.length < 2
      ? blocked()
      : Response.json(bookingOf(wanted), { status: 201 });
  });
  const user = await choose("Exterior Wash");
  await user.click(screen.getByRole("switch"));
  await user.click(await button("Book for $0.00"));
  await screen.findByRole("alert");
  await user.click(await service("Full Interior Detail"));
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  await user.click(await button("Book for $135.00"));
  expect(await screen.findByRole("heading", { name: "You’re booked" })).toBeInTheDocument();
  expect(points(asked)).toEqual([500, 500]);
});

test("when the balance has changed, the new maximum is shown", async () => {
  openBusiness();
  const user = await choose("Full Interior Detail");
  await user.click(screen.getByRole("switch"));
  await user.click(screen.getByRole("radio", { name: "Choose how many" }));
  await user.type(await screen.findByLabelText("Points to use"), "500");
  const book = await button("Book for $100.00");
  answers("/api/portal/loyalty/summary", { ...REWARDS, pointsBalance: 300, approximateValue: 30 });
  records("post", `${BOOKINGS}/quote`, ({ body }) => {
    const quote = quoteOf(body as Schemas["QuoteRequest"]);
    return { ...quote, loyalty: quote.loyalty && { ...quote.loyalty, mostPoints: 300 } };
  });
  const words = "You have 300 points available. Use 300 points or fewer.";
  records("post", BOOKINGS, () => refusal(409, "INSUFFICIENT_POINTS", words));
  await user.click(book);
  expect(await screen.findByRole("alert")).toHaveTextContent(words);
  expect(await screen.findByText("Up to 300 on this booking.")).toBeInTheDocument();
  expect(await screen.findByText(/You have 300 points available \(~\$30/)).toBeInTheDocument();
  expect(screen.getByLabelText("Points to use")).toHaveValue("500");
});

test("a double click books once", async () => {
  openBusiness();
  const asked = accepts();
  const user = await choose("Exterior Wash");
  await user.dblClick(await button("Book for $35.00"));
  expect(await screen.findByRole("heading", { name: "You’re booked" })).toBeInTheDocument();
  expect(asked).toHaveLength(1);
});

test("trying again after a failure is the same booking, though the points are gone meanwhile", async () => {
  openBusiness();
  const asked = records("post", BOOKINGS, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."));
  const user = await choose("Full Interior Detail");
  await user.click(screen.getByRole("switch"));
  const book = await button("Book for $100.00");
  // The failure hides that it went through: the points are taken, the time as well.
  answers("/api/portal/loyalty/summary", { ...REWARDS, pointsBalance: 0, approximateValue: 0 });
  freeTimes(() => ["14:00"]);
  await user.click(book);
  expect(await screen.findByRole("alert")).toHaveTextContent("Your booking isn’t confirmed yet");
  expect(await button("Try booking again")).toHaveFocus();
  await screen.findByText(/You don’t have points yet/);
  const again = accepts();
  await user.click(await button("Try booking again"));
  expect(await screen.findByRole("heading", { name: "You’re booked" })).toBeInTheDocument();
  expect(keys(again)).toEqual(keys(asked));
  expect(again[0]?.body).toEqual(asked[0]?.body);
});

test("a change after a failure is another booking", async () => {
  openBusiness();
  const asked = records("post", BOOKINGS, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."));
  const user = await choose("Exterior Wash");
  await user.click(await button("Book for $35.00"));
  await screen.findByRole("alert");
  await user.click(screen.getByRole("radio", { name: "2:00 PM" }));
  await user.click(await button("Book for $35.00"));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(new Set(keys(asked)).size).toBe(2);
});

test("a booking without an answer is the same one after a reload, too", async () => {
  openBusiness();
  const asked = records("post", BOOKINGS, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."));
  const first = renderCustomer(<BookingPage />);
  await first.user.click(await service("Exterior Wash"));
  await first.user.click(await screen.findByRole("radio", { name: "10:00 AM" }));
  await first.user.click(await button("Book for $35.00"));
  await screen.findByRole("alert");
  first.unmount();
  const { user } = renderCustomer(<BookingPage />);
  const again = accepts();
  await user.click(await button("Try booking again"));
  expect(await screen.findByRole("heading", { name: "You’re booked" })).toBeInTheDocument();
  expect(keys(again)).toEqual(keys(asked));
});

test("a time that was just taken leaves all else, and leads to the times", async () => {
  openBusiness();
  records("post", BOOKINGS, () => refusal(409, "SLOT_TAKEN", "Taken."));
  const user = await choose("Exterior Wash");
  const book = await button("Book for $35.00");
  freeTimes(() => ["14:00"]);
  await user.click(book);
  expect(await screen.findByText(/That time was just taken/)).toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "Day and time" })).toHaveFocus();
  await waitFor(() => expect(screen.queryByText("10:00 AM")).not.toBeInTheDocument());
  expect(await service("Exterior Wash")).toBeChecked();
});

test("what is missing is said where it is missing, and nothing is sent", async () => {
  openBusiness();
  const asked = accepts();
  const { user } = renderCustomer(<BookingPage />);
  await user.click(await button("Book"));
  expect(screen.getByText("Choose at least one service.")).toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "Services" })).toHaveFocus();
  await user.click(await service("Full Interior Detail"));
  await user.click(await button("Book for $150.00"));
  expect(screen.getByText("Choose a time.")).toBeInTheDocument();
  await user.click(screen.getByRole("radio", { name: "10:00 AM" }));
  await user.click(screen.getByRole("switch"));
  await user.click(screen.getByRole("radio", { name: "Choose how many" }));
  await user.click(await button("Book for $150.00"));
  expect(screen.getByLabelText("Points to use")).toHaveFocus();
  expect(screen.getByLabelText("Points to use")).toBeInvalid();
  expect(asked).toHaveLength(0);
});

test("a day without free times says why", async () => {
  openBusiness();
  freeTimes(() => []);
  const { user } = renderCustomer(<BookingPage />);
  await user.click(await service("Exterior Wash"));
  expect(await screen.findByText(/Nothing is free in these days/)).toBeInTheDocument();
  const [first] = await screen.findAllByRole("radio", { name: /No times/ });
  await user.click(first as HTMLElement);
  expect(await screen.findByText("We are closed on this day.")).toBeInTheDocument();
});

test("a date that is being typed is looked at once it is typed", async () => {
  openBusiness();
  const user = await choose("Exterior Wash");
  const date = screen.getByLabelText("Or pick a date");
  const goal = addDays(today("America/Chicago"), 60);
  fireEvent.keyDown(date, { key: "2" });
  fireEvent.change(date, { target: { value: `0002${goal.slice(4)}` } });
  const onTheWay = addDays(goal, -30);
  fireEvent.change(date, { target: { value: onTheWay } });
  expect(screen.queryByRole("radio", { name: new RegExp(nameDay(onTheWay)) })).toBeNull();
  fireEvent.change(date, { target: { value: goal } });
  date.focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("radio", { name: new RegExp(nameDay(goal)) })).toBeChecked();
  expect(date).toHaveValue(goal);
});

test("a date that is picked is looked at at once; one that was given up is forgotten", async () => {
  openBusiness();
  await choose("Exterior Wash");
  const date = screen.getByLabelText("Or pick a date");
  const goal = addDays(today("America/Chicago"), 60);
  fireEvent.pointerDown(date);
  fireEvent.change(date, { target: { value: goal } });
  expect(await screen.findByRole("radio", { name: new RegExp(nameDay(goal)) })).toBeChecked();
  fireEvent.keyDown(date, { key: "2" });
  fireEvent.change(date, { target: { value: `0002${goal.slice(4)}` } });
  fireEvent.blur(date);
  expect(date).toHaveValue(goal);
});

test("the price is told also while a closed day is looked at", async () => {
  openBusiness();
  freeTimes((date) => (date === today("America/Chicago") ? ["10:00"] : []));
  const { user } = renderCustomer(<BookingPage />);
  await user.click(await service("Exterior Wash"));
  await button("Book for $35.00");
  const [closed] = screen.getAllByRole("radio", { name: /No times/ });
  await user.click(closed as HTMLElement);
  expect(await screen.findByText("We are closed on this day.")).toBeInTheDocument();
  expect(await button("Book for $35.00")).toBeInTheDocument();
});

test("nobody books at a price that could not be told", async () => {
  openBusiness();
  records("post", `${BOOKINGS}/quote`, () => refusal(400, "INVALID_REQUEST", "Too much."));
  const asked = accepts();
  const user = await choose("Exterior Wash");
  expect(await screen.findByText("The price couldn’t be worked out")).toBeInTheDocument();
  await user.click(await button("Book"));
  expect(asked).toHaveLength(0);
});

test("a time that more services do not fit into any more is said, not booked", async () => {
  openBusiness();
  const user = await choose("Exterior Wash");
  freeTimes(() => ["14:00"]);
  await user.click(await service("Full Interior Detail"));
  expect(await screen.findByText(/10:00 AM isn’t free for this any more/)).toBeInTheDocument();
});

test("what is chosen survives a reload", async () => {
  openBusiness();
  const first = renderCustomer(<BookingPage />);
  await first.user.click(await service("Exterior Wash"));
  await first.user.click(await screen.findByRole("button", { name: "One more" }));
  await first.user.click(await screen.findByRole("radio", { name: "10:00 AM" }));
  await first.user.click(screen.getByRole("switch"));
  await button("Book for $20.00");
  first.unmount();
  renderCustomer(<BookingPage />);
  expect(await button("Book for $20.00")).toBeInTheDocument();
  expect(await screen.findByRole("radio", { name: "10:00 AM" })).toBeChecked();
  expect(screen.getByRole("switch")).toBeChecked();
});

test("an address can say what to book again", async () => {
  openBusiness();
  renderCustomer(<BookingPage />, { at: `/booking?services=${DETAIL.id},${WASH.id}:2` });
  expect(await button("Book for $220.00")).toBeInTheDocument();
});

test("the confirmation tells what, when, with how many points, and how many are left", async () => {
  openBusiness();
  accepts();
  const user = await choose("Full Interior Detail");
  await user.click(screen.getByRole("switch"));
  const book = await button("Book for $100.00");
  answers("/api/portal/loyalty/summary", { ...REWARDS, pointsBalance: 0, approximateValue: 0 });
  await user.click(book);
  expect(await screen.findByRole("heading", { name: "You’re booked" })).toHaveFocus();
  const fact = (name: string) => screen.getByText(name).nextElementSibling;
  expect(fact("What")).toHaveTextContent("Full Interior Detail");
  expect(fact("When")).toHaveTextContent("10:00 AM");
  expect(fact("Paid with points")).toHaveTextContent("$50.00 (500 points)");
  expect(fact("Total")).toHaveTextContent("$100.00");
  const left = await screen.findByText("Points left");
  expect(left.nextElementSibling).toHaveTextContent("0 points");
  expect(screen.getByText(/If you cancel, the points you used come back/)).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "See my bookings" })).toHaveAttribute(
    "href",
    "/portal/bookings",
  );
});

test("when points cannot be looked up, booking goes on without them", async () => {
  openBusiness();
  records("post", `${BOOKINGS}/quote`, ({ body }) => quoteOf(body as Schemas["QuoteRequest"]));
  answers("/api/portal/loyalty/summary", { error: "", code: "INTERNAL_ERROR", requestId: "" }, 500);
  const asked = accepts();
  const user = await choose("Exterior Wash");
  const panel = screen.getByRole("region", { name: "Use Loyalty Points" });
  expect(await within(panel).findByText(/can’t be loaded right now/)).toBeInTheDocument();
  await user.click(await button("Book for $35.00"));
  await screen.findByRole("heading", { name: "You’re booked" });
  expect(points(asked)).toEqual([undefined]);
});
