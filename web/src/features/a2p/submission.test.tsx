import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { currentToasts } from "@/staff/ui/toast";
import { renderStaff } from "@/test/render";
import { answers, held, records, refusal } from "@/test/server";
import A2pPage from "./A2pPage";
import { CAMPAIGN_PATH, COSTS, campaignIn, DRAFT, NO_COSTS, standIn } from "./fixtures";
import { forget } from "./form/drafts";
import type { Campaign } from "./status";

beforeEach(() => forget());

const REFUSED = "Twilio did not take it. Correct the website and resubmit.";

function see(campaign: Campaign) {
  const world = { campaign };
  standIn(world);
  return { world, ...renderStaff(<A2pPage />, { at: "/settings/a2p" }) };
}

async function confirmIn(user: ReturnType<typeof see>["user"], button: string) {
  await user.click(await screen.findByRole("button", { name: button }));
  const dialog = await screen.findByRole("dialog");
  const confirm = within(dialog).getByRole("button", { name: button });
  await waitFor(() => expect(confirm).toBeEnabled());
  await user.click(confirm);
}

const statusHeading = () => screen.getByRole("heading", { level: 2, name: /^Appointment texts/ });

test("submitting tells the costs first, then submits, updates the page and keeps the focus", async () => {
  const { user, world } = see(campaignIn("READY_TO_SUBMIT"));
  const submitted = campaignIn("SUBMITTED");
  const asked = records("post", `${CAMPAIGN_PATH}/submit`, () => {
    world.campaign = submitted;
    return submitted;
  });
  await user.click(await screen.findByRole("button", { name: "Submit to Twilio" }));
  const dialog = screen.getByRole("dialog", { name: "Submit to Twilio?" });
  expect(await within(dialog).findByText(/About \$15\.00 now/)).toBeVisible();
  expect(dialog).toHaveTextContent("Free corrections of your business registration left: 3");
  expect(dialog).toHaveTextContent("Your business is registered once.");
  expect(asked).toHaveLength(0);
  await user.click(within(dialog).getByRole("button", { name: "Submit to Twilio" }));

  expect(await screen.findByText("Campaign submitted to Twilio. Status: Submitted")).toBeVisible();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  expect(statusHeading()).toHaveTextContent("Submitted");
  expect(statusHeading()).toHaveFocus();
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole("button", { name: "Refresh Status" })).toBeEnabled());
  expect(screen.getByRole("button", { name: "Submit to Twilio" })).toBeDisabled();
});

test("nothing can be submitted before its costs are known", async () => {
  const { user } = see(campaignIn("READY_TO_SUBMIT"));
  answers(`${CAMPAIGN_PATH}/costs`, { error: "Down.", code: "SERVICE_UNAVAILABLE" }, 503);
  await user.click(await screen.findByRole("button", { name: "Submit to Twilio" }));
  const dialog = screen.getByRole("dialog");
  await within(dialog).findByText("This couldn’t be loaded");
  expect(within(dialog).getByRole("button", { name: "Submit to Twilio" })).toBeDisabled();
  answers(`${CAMPAIGN_PATH}/costs`, COSTS);
  await user.click(within(dialog).getByRole("button", { name: "Try again" }));
  await waitFor(() =>
    expect(within(dialog).getByRole("button", { name: "Submit to Twilio" })).toBeEnabled(),
  );
});

test("a submission that fails is told by a toast, kept on the page, and shows the new status", async () => {
  const { user, world } = see(campaignIn("READY_TO_SUBMIT"));
  records("post", `${CAMPAIGN_PATH}/submit`, () => {
    world.campaign = campaignIn("ERROR", { trusthubLastError: REFUSED });
    return refusal(502, "A2P_TWILIO_ERROR", REFUSED);
  });
  await confirmIn(user, "Submit to Twilio");
  expect(await screen.findByText(`Submission failed: ${REFUSED}`)).toBeVisible();
  const notice = (await screen.findByText("The campaign was not submitted")).closest(
    "[role=alert]",
  );
  expect(notice).toHaveTextContent(REFUSED);
  await waitFor(() => expect(statusHeading()).toHaveTextContent("Error"));
  expect(statusHeading()).toHaveFocus();
});

test("a failure is told also to whoever has left the page meanwhile", async () => {
  const { user, unmount } = see(campaignIn("SUBMITTED"));
  const { arrived, release } = held();
  const asked = records("post", `${CAMPAIGN_PATH}/refresh-status`, async () => {
    await arrived;
    return refusal(502, "A2P_TWILIO_ERROR", REFUSED);
  });
  await user.click(await screen.findByRole("button", { name: "Refresh Status" }));
  await waitFor(() => expect(asked).toHaveLength(1));
  unmount();
  release();
  await expect
    .poll(() => currentToasts().map(({ message }) => message))
    .toEqual([`Refresh failed: ${REFUSED}`]);
});

test("while an action is on its way every button is closed", async () => {
  const { user } = see(campaignIn("REJECTED"));
  const { arrived, release } = held();
  records("post", `${CAMPAIGN_PATH}/refresh-status`, async () => {
    await arrived;
    return refusal(503, "SERVICE_UNAVAILABLE", "Down.");
  });
  await user.click(await screen.findByRole("button", { name: "Refresh Status" }));
  const buttons = ["Submit to Twilio", "Refresh Status", "Resubmit with Fixes"];
  for (const name of buttons) {
    expect(screen.getByRole("button", { name })).toBeDisabled();
  }
  expect(screen.getByRole("button", { name: "Refresh Status" })).toHaveAttribute(
    "data-loading",
    "true",
  );
  release();
  expect(await screen.findByText(/^Refresh failed: /)).toBeVisible();
  await waitFor(() => expect(screen.getByRole("button", { name: "Refresh Status" })).toBeEnabled());
});

test("refreshing tells the state that was found, and fetches the campaign again", async () => {
  const { user, world } = see(campaignIn("SUBMITTED"));
  records("post", `${CAMPAIGN_PATH}/refresh-status`, () => {
    world.campaign = campaignIn("APPROVED", { name: "As it was fetched again" });
    return campaignIn("APPROVED");
  });
  await user.click(await screen.findByRole("button", { name: "Refresh Status" }));
  expect(await screen.findByText("Status refreshed. Current state: Approved")).toBeVisible();
  expect(await screen.findByRole("heading", { name: /As it was fetched again/ })).toHaveTextContent(
    "Approved",
  );
});

describe("resubmitting", () => {
  test("is one click where nothing is due and nothing is final", async () => {
    const { user } = see(campaignIn("REJECTED"));
    answers(`${CAMPAIGN_PATH}/costs`, NO_COSTS);
    const asked = records("post", `${CAMPAIGN_PATH}/resubmit`, campaignIn("SUBMITTED"));
    await user.dblClick(await screen.findByRole("button", { name: "Resubmit with Fixes" }));
    expect(
      await screen.findByText("Campaign submitted to Twilio. Status: Submitted"),
    ).toBeVisible();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(statusHeading()).toHaveFocus();
    expect(asked).toHaveLength(1);
  });

  test("that fails can be tried again by one click", async () => {
    const { user } = see(campaignIn("REJECTED"));
    answers(`${CAMPAIGN_PATH}/costs`, NO_COSTS);
    const asked = records("post", `${CAMPAIGN_PATH}/resubmit`, () =>
      refusal(502, "A2P_TWILIO_ERROR", REFUSED),
    );
    for (const tries of [1, 2]) {
      await user.click(await screen.findByRole("button", { name: "Resubmit with Fixes" }));
      await waitFor(() => expect(asked).toHaveLength(tries));
      expect(await screen.findByText("The campaign was not resubmitted")).toBeVisible();
    }
  });

  test("asks before fees and what is final", async () => {
    const { user } = see(campaignIn("REJECTED"));
    const asked = records("post", `${CAMPAIGN_PATH}/resubmit`, campaignIn("SUBMITTED"));
    await user.click(await screen.findByRole("button", { name: "Resubmit with Fixes" }));
    const dialog = await screen.findByRole("dialog", { name: "Resubmit with fixes?" });
    expect(await within(dialog).findByText(/About \$15\.00 now/)).toBeVisible();
    expect(asked).toHaveLength(0);
  });

  test("goes also while nobody can tell what it costs, once that was said", async () => {
    const { user } = see(campaignIn("REJECTED"));
    answers(`${CAMPAIGN_PATH}/costs`, { error: "Down.", code: "SERVICE_UNAVAILABLE" }, 503);
    const asked = records("post", `${CAMPAIGN_PATH}/resubmit`, campaignIn("SUBMITTED"));
    await confirmIn(user, "Resubmit with Fixes");
    await waitFor(() => expect(asked).toHaveLength(1));
  });

  test("saves what was typed first, so that the fixes are what goes out", async () => {
    const { user } = see(campaignIn("REJECTED"));
    const order: string[] = [];
    const saved = records("patch", CAMPAIGN_PATH, () => {
      order.push("saved");
      return campaignIn("REJECTED", { description: "As fixed." });
    });
    records("post", `${CAMPAIGN_PATH}/resubmit`, () => {
      order.push("resubmitted");
      return campaignIn("SUBMITTED", { description: "As fixed." });
    });
    const field = await screen.findByRole("textbox", { name: "Campaign description" });
    await user.clear(field);
    await user.type(field, "As fixed.");
    await confirmIn(user, "Resubmit with Fixes");
    expect(
      await screen.findByText("Campaign submitted to Twilio. Status: Submitted"),
    ).toBeVisible();
    expect(order).toEqual(["saved", "resubmitted"]);
    expect(saved[0]?.body).toEqual({ description: "As fixed." });
  });

  test("goes no further where saving fails", async () => {
    const { user } = see(campaignIn("REJECTED"));
    records("patch", CAMPAIGN_PATH, () =>
      refusal(409, "CAMPAIGN_NOT_EDITABLE", "It is under review."),
    );
    const asked = records("post", `${CAMPAIGN_PATH}/resubmit`, DRAFT);
    const field = await screen.findByRole("textbox", { name: "Campaign description" });
    await user.type(field, " More.");
    await confirmIn(user, "Resubmit with Fixes");
    expect(await screen.findByText("Resubmission failed: It is under review.")).toBeVisible();
    expect(asked).toHaveLength(0);
    expect(field).toHaveValue(`${DRAFT.description} More.`);
  });

  test("that fails says so in the words that were asked for", async () => {
    const { user } = see(campaignIn("REJECTED"));
    records("post", `${CAMPAIGN_PATH}/resubmit`, () => refusal(502, "A2P_TWILIO_ERROR", REFUSED));
    await confirmIn(user, "Resubmit with Fixes");
    expect(await screen.findByText(`Resubmission failed: ${REFUSED}`)).toBeVisible();
    expect(await screen.findByText("The campaign was not resubmitted")).toBeVisible();
  });

  test("is the same intent until the campaign has moved on, then a new one", async () => {
    const { user, world } = see(campaignIn("ERROR"));
    const asked = records("post", `${CAMPAIGN_PATH}/resubmit`, () =>
      refusal(502, "A2P_TWILIO_ERROR", REFUSED),
    );
    await confirmIn(user, "Resubmit with Fixes");
    await waitFor(() => expect(asked).toHaveLength(1));
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Resubmit with Fixes" })).toBeEnabled(),
    );
    world.campaign = campaignIn("ERROR", { updatedAt: "2026-03-09T00:00:00Z", name: "Moved on" });
    await confirmIn(user, "Resubmit with Fixes");
    await waitFor(() => expect(asked).toHaveLength(2));
    await screen.findByRole("heading", { name: /Moved on/ });
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Resubmit with Fixes" })).toBeEnabled(),
    );
    await confirmIn(user, "Resubmit with Fixes");
    await waitFor(() => expect(asked).toHaveLength(3));
    const keys = asked.map(({ headers }) => headers.get("Idempotency-Key"));
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });
});
