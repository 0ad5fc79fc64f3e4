import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderStaff } from "@/test/render";
import { answers, records, refusal } from "@/test/server";
import { statusOf, stepsOf } from "./fixtures";
import { pollEvery } from "./queries";
import { openStep } from "./states";
import WizardPage from "./WizardPage";

const STATUS = "/api/admin/setup-wizard/status";

test("three steps, and how many are done", async () => {
  answers(STATUS, { ...statusOf(), steps: stepsOf("COMPLETE", "PARTIAL", "NOT_STARTED") });
  renderStaff(<WizardPage />);
  expect(await screen.findByText("1 of 3 done")).toBeVisible();
  const names = screen.getAllByRole("heading", { level: 2 }).map((each) => each.textContent);
  expect(names).toEqual(["Step 1: Business profile", "Step 2: Phone & SMS", "Step 3: Loyalty"]);
});

test("a step that is done is a summary with a way to review it", async () => {
  answers(STATUS, { ...statusOf(), steps: stepsOf("COMPLETE", "PARTIAL", "NOT_STARTED") });
  renderStaff(<WizardPage />);
  expect(await screen.findByText("Your business profile is complete.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Review Business profile" })).toHaveAttribute(
    "href",
    "/?step=business-profile",
  );
  expect(screen.queryByRole("link", { name: "Review business profile" })).not.toBeInTheDocument();
});

test.each([
  ["business-profile", "Fill in business profile", "/settings/a2p?section=business"],
  ["loyalty", "Set up loyalty", "/admin/settings/loyalty"],
])("the address opens the step %s, which leads on to %s", async (slug, link, href) => {
  answers(STATUS, statusOf());
  renderStaff(<WizardPage />, { at: `/setup-wizard?step=${slug}` });
  expect(await screen.findByRole("link", { name: link })).toHaveAttribute("href", href);
});

test("going on opens the next step and takes the focus to its heading", async () => {
  answers(STATUS, statusOf());
  const { user } = renderStaff(<WizardPage />, { at: "/setup-wizard?step=phone-sms" });
  await user.click(await screen.findByRole("link", { name: "Continue to Loyalty" }));
  const heading = screen.getByRole("heading", { name: "Step 3: Loyalty" });
  await waitFor(() => expect(heading).toHaveFocus());
  expect(heading.closest("li")).toHaveAttribute("aria-current", "step");
});

test("all done says so and opens nothing", async () => {
  const status = statusOf({
    hasPhoneNumber: true,
    hasMessagingService: true,
    a2pStatus: "APPROVED",
  });
  answers(STATUS, { ...status, steps: stepsOf("COMPLETE", "COMPLETE", "COMPLETE") });
  renderStaff(<WizardPage />);
  expect(await screen.findByText("3 of 3 done")).toBeVisible();
  expect(screen.getByText(/You’re all set/)).toBeVisible();
  expect(screen.getByText("(512) 555-0123 is set up for calls and texts.")).toBeVisible();
  expect(document.querySelector("[aria-current=step]")).toBeNull();
});

test("a status that can’t be loaded offers to try again", async () => {
  answers(STATUS, { error: "Down.", code: "SERVICE_UNAVAILABLE", requestId: "r-1" }, 503);
  const { user } = renderStaff(<WizardPage />);
  const again = await screen.findByRole("button", { name: "Try again" });
  answers(STATUS, statusOf());
  await user.click(again);
  expect(await screen.findByText("0 of 3 done")).toBeVisible();
});

test.each<[string, Partial<Schemas["WizardStatus"]>, number | false]>([
  ["a part is away", { unavailable: ["loyalty"] }, 10_000],
  ["carriers review", { a2pStatus: "SUBMITTED" }, 20_000],
  ["an approved campaign is being linked", { a2pStatus: "APPROVED" }, 20_000],
  ["the platform prepares a line", {}, 60_000],
  ["a suspension may be lifted", { hasPhoneNumber: true, a2pStatus: "SUSPENDED" }, 60_000],
  ["the next move is the tenant’s", { hasPhoneNumber: true, a2pStatus: "DRAFT" }, false],
])("while %s, the status is asked for in time", (_case, part, expected) => {
  expect(pollEvery({ ...statusOf(), ...part })).toBe(expected);
});

test("an unknown step in the address opens the first that isn’t done", () => {
  const steps = stepsOf("COMPLETE", "NOT_STARTED", "NOT_STARTED");
  expect(openStep(steps, "no-such-step")?.id).toBe("PHONE_AND_SMS");
});

const NUMBERS = [
  {
    phoneNumber: "+15125550111",
    locality: "Austin",
    region: "TX",
    monthlyPrice: 1.15,
    capabilities: { voice: true, sms: true, mms: false },
  },
  {
    phoneNumber: "+15125550122",
    locality: null,
    region: "TX",
    monthlyPrice: 1.15,
    capabilities: { voice: true, sms: true, mms: true },
  },
] satisfies Schemas["AvailableNumber"][];
const found = (items: readonly Schemas["AvailableNumber"][]) => ({
  items,
  page: 1,
  pageSize: 20,
  total: items.length,
});
const AVAILABLE = "/api/admin/phone/available-numbers";
const BUY = "/api/admin/phone/numbers";

async function searched() {
  answers(STATUS, statusOf({ mode: "SELF_SERVICE" }));
  answers(AVAILABLE, found(NUMBERS));
  const view = renderStaff(<WizardPage />, { at: "/?step=phone-sms" });
  const { user } = view;
  await user.click(await screen.findByRole("button", { name: "Request Auto-Provisioned Number" }));
  await user.type(screen.getByLabelText("Area code"), "512");
  await user.click(screen.getByRole("button", { name: "Search numbers" }));
  await screen.findByText("2 numbers to choose from");
  return view;
}

test("a number is chosen, its price confirmed, and bought once", async () => {
  const { user } = await searched();
  const bought = records("post", BUY, {}, 201);
  await user.click(screen.getByRole("button", { name: "Choose (512) 555-0111" }));
  const dialog = within(screen.getByRole("dialog", { name: "Buy (512) 555-0111?" }));
  expect(dialog.getByText(/\$1.15 a month from today/)).toBeVisible();
  expect(bought).toHaveLength(0);
  answers(STATUS, statusOf({ hasPhoneNumber: true, mode: "SELF_SERVICE" }));
  await user.click(dialog.getByRole("button", { name: "Buy for $1.15 a month" }));
  expect(await screen.findByText("Bought: (512) 555-0111")).toBeVisible();
  expect(bought.map((each) => each.body)).toEqual([{ phoneNumber: "+15125550111" }]);
  const card = screen.getByRole("heading", { name: "Business Line & SMS Number" });
  await waitFor(() => expect(card).toHaveFocus());
  expect(await screen.findByText("(512) 555-0123")).toBeVisible();
});

test("cancelling buys nothing", async () => {
  const { user } = await searched();
  const bought = records("post", BUY, {}, 201);
  await user.click(screen.getByRole("button", { name: "Choose (512) 555-0111" }));
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(bought).toHaveLength(0);
});

test.each(["NUMBER_UNAVAILABLE", "NUMBER_TAKEN"])(
  "%s offers what is free instead, and that can be bought",
  async (code) => {
    const { user } = await searched();
    const taken = "That number has just been taken. Choose another one.";
    const alternatives = NUMBERS.slice(1).map(({ capabilities, ...number }) => number);
    const bought = records("post", BUY, ({ body }) =>
      (body as { phoneNumber: string }).phoneNumber === "+15125550111"
        ? refusal(409, code, taken, { alternatives })
        : {},
    );
    await user.click(screen.getByRole("button", { name: "Choose (512) 555-0111" }));
    await user.click(screen.getByRole("button", { name: "Buy for $1.15 a month" }));
    const notice = await screen.findByText(taken);
    await waitFor(() => expect(document.activeElement).toContainElement(notice));
    const others = screen.getByRole("list", { name: "These are free right now" });
    await user.click(within(others).getByRole("button", { name: "Choose (512) 555-0122" }));
    await user.click(screen.getByRole("button", { name: "Buy for $1.15 a month" }));
    expect(await screen.findByText("Bought: (512) 555-0122")).toBeVisible();
    expect(bought).toHaveLength(2);
  },
);

test("a purchase without an answer is tried again with the same key", async () => {
  const { user } = await searched();
  const bought = records("post", BUY, () => refusal(503, "PHONE_TWILIO_ERROR", "Not answering."));
  await user.click(screen.getByRole("button", { name: "Choose (512) 555-0111" }));
  await user.click(screen.getByRole("button", { name: "Buy for $1.15 a month" }));
  await user.click(await screen.findByRole("button", { name: "Try again" }));
  await user.click(screen.getByRole("button", { name: "Buy for $1.15 a month" }));
  await waitFor(() => expect(bought).toHaveLength(2));
  const keys = bought.map((each) => each.headers.get("Idempotency-Key"));
  expect(keys[0]).toBe(keys[1]);
});

test("a tenant whose numbers are the platform’s affair is told so", async () => {
  const { user } = await searched();
  const managed = "Numbers are chosen for you: the platform provisions your line.";
  answers(AVAILABLE, { error: managed, code: "PROVISIONING_MANAGED", requestId: "r" }, 409);
  await user.click(screen.getByRole("button", { name: "Search numbers" }));
  expect(await screen.findByText(managed)).toBeVisible();
});

test("digits that no number has are found before anybody is asked", async () => {
  answers(STATUS, statusOf({ mode: "SELF_SERVICE" }));
  const { user } = renderStaff(<WizardPage />, { at: "/?step=phone-sms" });
  await user.click(await screen.findByRole("button", { name: "Request Auto-Provisioned Number" }));
  await user.type(screen.getByLabelText("Area code"), "11");
  await user.click(screen.getByRole("button", { name: "Search numbers" }));
  expect(screen.getByLabelText("Area code")).toHaveFocus();
  expect(screen.getByLabelText("Area code")).toHaveAccessibleDescription(
    /three digits and doesn’t/,
  );
});

test("no match says what to try", async () => {
  const { user } = await searched();
  answers(AVAILABLE, found([]));
  await user.type(screen.getByLabelText("Digits it contains"), "9999");
  await user.click(screen.getByRole("button", { name: "Search numbers" }));
  expect(await screen.findByText(/No numbers match/)).toBeVisible();
});
