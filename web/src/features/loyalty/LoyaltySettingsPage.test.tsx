import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderStaff } from "@/test/render";
import { answers, held, records, refusal } from "@/test/server";
import { defaultGuardrail } from "./copy";
import LoyaltySettingsPage from "./LoyaltySettingsPage";
import { SettingsForm } from "./SettingsForm";

const PATH = "/api/admin/loyalty/settings";
const STORED = {
  minCartTotal: 75,
  requireCoreService: false,
  guardrailMessage: null,
  pointValue: 0.1,
  isConfigured: true,
};
const RUN = {
  id: "00000000-0000-4000-8000-0000000000f1",
  state: "RUNNING",
  points: 500,
  credited: 10,
  alreadyCredited: 2,
  pending: 30,
  startedAt: "2026-11-03T18:00:00Z",
  finishedAt: null,
} satisfies Schemas["PortRecoveryRun"];

beforeEach(() => answers(PATH, STORED));

function FormBesideAnother() {
  const [stored, setStored] = useState(STORED);
  return (
    <>
      <button type="button" onClick={() => setStored({ ...STORED, minCartTotal: 90 })}>
        Saved elsewhere
      </button>
      <SettingsForm stored={stored} />
    </>
  );
}

test("what is stored can be changed and saved", async () => {
  const asked = records("put", PATH, STORED);
  const { user } = renderStaff(<LoyaltySettingsPage />);
  const minimum = await screen.findByLabelText("Smallest booking total");
  expect(minimum).toHaveValue("75.00");
  await user.clear(minimum);
  await user.type(minimum, "$80");
  await user.click(screen.getByRole("switch", { name: /Only with a core service/ }));
  await user.click(screen.getByRole("button", { name: "Save settings" }));
  expect(await screen.findByText("Settings saved")).toBeVisible();
  expect(asked[0]?.body).toEqual({
    minCartTotal: 80,
    requireCoreService: true,
    guardrailMessage: null,
    pointValue: 0.1,
  });
});

test("an amount that is none is said at its field, which gets the focus, and nothing is sent", async () => {
  const asked = records("put", PATH, STORED);
  const { user } = renderStaff(<LoyaltySettingsPage />);
  const value = await screen.findByLabelText("Worth of one point");
  await user.clear(value);
  await user.type(value, "a dime");
  await user.click(screen.getByRole("button", { name: "Save settings" }));
  expect(value).toHaveFocus();
  expect(value).toHaveAccessibleDescription(/Enter an amount in dollars/);
  expect(asked).toHaveLength(0);
});

test("a failed save keeps what was typed", async () => {
  records("put", PATH, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."));
  const { user } = renderStaff(<LoyaltySettingsPage />);
  const message = await screen.findByLabelText("Your own message to customers");
  await user.type(message, "Spend a little more!");
  await user.click(screen.getByRole("button", { name: "Save settings" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Nothing is lost");
  expect(message).toHaveValue("Spend a little more!");
});

test("what is typed while a save is under way stays", async () => {
  const { arrived, release } = held();
  records("put", PATH, async ({ body }) => {
    await arrived;
    answers(PATH, { ...STORED, ...(body as object) });
    return { ...STORED, ...(body as object) };
  });
  const { user } = renderStaff(<LoyaltySettingsPage />);
  const message = await screen.findByLabelText("Your own message to customers");
  await user.type(message, "Spend a little more");
  await user.click(screen.getByRole("button", { name: "Save settings" }));
  await user.type(message, ", friend!");
  release();
  expect(await screen.findByText("Settings saved")).toBeVisible();
  expect(message).toHaveValue("Spend a little more, friend!");
});

test("what somebody else saved meanwhile is taken over by a page on which nothing was typed", async () => {
  const { user } = renderStaff(<FormBesideAnother />);
  const minimum = await screen.findByLabelText("Smallest booking total");
  await user.click(screen.getByRole("button", { name: "Saved elsewhere" }));
  expect(minimum).toHaveValue("90.00");
});

test("leaving with unsaved changes asks first", async () => {
  const { user } = renderStaff(<LoyaltySettingsPage />);
  const message = await screen.findByLabelText("Your own message to customers");
  const closes = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  expect(closes()).toBe(true);
  await user.type(message, "!");
  expect(closes()).toBe(false);
});

test("Port Recovery asks first, then runs and is watched until it is done", async () => {
  const path = "/api/admin/loyalty/promotions/port-recovery";
  const asked = records("post", `${path}/run`, RUN, 202);
  answers(`${path}/runs/${RUN.id}`, RUN);
  const { user } = renderStaff(<LoyaltySettingsPage />);
  await user.click(await screen.findByRole("button", { name: "Run Port Recovery" }));
  const dialog = screen.getByRole("dialog", { name: "Give each customer 500 points?" });
  expect(asked).toHaveLength(0);
  await user.click(
    screen
      .getAllByRole("button", { name: "Run Port Recovery" })
      .find((b) => dialog.contains(b)) as HTMLElement,
  );
  expect(await screen.findByText("Under way: 10 credited, 30 to go.")).toBeVisible();
  answers(`${path}/runs/${RUN.id}`, { ...RUN, state: "DONE", credited: 40, pending: 0 });
  expect(await screen.findByText(/Done: 40 customers credited with 500 points each/)).toBeVisible();
  expect(asked[0]?.body).toEqual({ points: 500 });
});

test("a run that can’t be watched is said so, and can be looked at again", async () => {
  const path = "/api/admin/loyalty/promotions/port-recovery";
  records("post", `${path}/run`, RUN, 202);
  answers(`${path}/runs/${RUN.id}`, { error: "Down.", code: "SERVICE_UNAVAILABLE" }, 503);
  const { user } = renderStaff(<LoyaltySettingsPage />);
  await user.click(await screen.findByRole("button", { name: "Run Port Recovery" }));
  const dialog = within(screen.getByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Run Port Recovery" }));
  expect(await screen.findByRole("alert")).toHaveTextContent(/how far it is couldn’t be loaded/);
  answers(`${path}/runs/${RUN.id}`, { ...RUN, state: "DONE", credited: 40, pending: 0 });
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(document.body).not.toHaveFocus();
  expect(await screen.findByText(/Done: 40 customers credited/)).toBeVisible();
});

test.each(["-5", "0", "2.5", "100001"])("no run starts with %s points", async (typed) => {
  const { user } = renderStaff(<LoyaltySettingsPage />);
  const points = await screen.findByLabelText("Points for each customer");
  await user.clear(points);
  await user.type(points, typed);
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Run Port Recovery" })).toBeDisabled(),
  );
});

test.each([
  [75, true, "booking total must be at least $75 and include a qualifying service."],
  [8.5, false, "booking total must be at least $8.50."],
  [null, true, "booking must include a qualifying service."],
])("the preview of the rules (%s, %s) reads as customers do", (minimum, needsCore, rules) => {
  expect(defaultGuardrail(minimum, needsCore)).toBe(`To use your points, your ${rules}`);
});
