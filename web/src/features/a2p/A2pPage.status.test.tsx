import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { renderStaff } from "@/test/render";
import A2pPage from "./A2pPage";
import { campaignIn, REASON, standIn, TIMELINE } from "./fixtures";
import { forget } from "./form/drafts";
import { type Campaign, type CampaignStatus, STANDINGS } from "./status";

// What is asked for, status by status: its name, and which of the three buttons are open.
const PROMISED = {
  DRAFT: ["Draft", []],
  READY_TO_SUBMIT: ["Ready", ["Submit to Twilio"]],
  SUBMITTED: ["Submitted", ["Refresh Status"]],
  APPROVED: ["Approved", ["Refresh Status"]],
  REJECTED: ["Rejected", ["Refresh Status", "Resubmit with Fixes"]],
  ERROR: ["Error", ["Resubmit with Fixes"]],
  SUSPENDED: ["Suspended", []],
} as const satisfies Record<CampaignStatus, unknown>;
const BUTTONS = ["Submit to Twilio", "Refresh Status", "Resubmit with Fixes"] as const;

beforeEach(() => forget());

async function see(campaign: Campaign) {
  standIn({ campaign });
  const view = renderStaff(<A2pPage />, { at: "/settings/a2p" });
  const card = await screen.findByRole("region", { name: new RegExp(campaign.name) });
  await within(card).findAllByRole("listitem", { current: "step" });
  return { ...view, card };
}

test("every status is in the table of what is promised", () => {
  expect(Object.keys(STANDINGS).sort()).toEqual(Object.keys(PROMISED).sort());
});

describe.each(Object.entries(PROMISED))("a campaign that is %s", (status, [name, open]) => {
  test("has its name in plain words and exactly the promised buttons", async () => {
    const { card } = await see(campaignIn(status as CampaignStatus));
    expect(within(card).getByRole("heading", { level: 2 })).toHaveTextContent(
      new RegExp(`Appointment texts.*${name}$`),
    );
    for (const button of BUTTONS) {
      const shown = within(card).getByRole("button", { name: button });
      if (open.some((each) => each === button)) {
        expect(shown, button).toBeEnabled();
      } else {
        expect(shown, button).toBeDisabled();
        expect(shown, button).toHaveAccessibleDescription(new RegExp(`^${button}: \\w.{10}`));
      }
    }
  });

  test("shows no raw word or id outside the details for support", async () => {
    const { container } = await see(campaignIn(status as CampaignStatus));
    for (const details of container.querySelectorAll("details")) {
      if (details.textContent?.startsWith("Details for support")) {
        details.remove();
      }
    }
    expect(container.textContent).not.toMatch(/[A-Z]+_[A-Z_]+|\b(BN|QE|MG|CM)[0-9a-f]{32}/);
  });
});

test("a rejection that is final closes the resubmission, and says why", async () => {
  const final = { ...REASON, canResubmit: false, message: "Carriers take no cannabis." };
  const { card } = await see(campaignIn("REJECTED", { rejectionReasons: [final] }));
  const button = within(card).getByRole("button", { name: "Resubmit with Fixes" });
  expect(button).toBeDisabled();
  expect(button).toHaveAccessibleDescription(/Carriers take no cannabis/);
});

test("a status of another release is being checked, and closes everything", async () => {
  const { card } = await see(campaignIn("SUBMITTED", { status: "PONDERING" as CampaignStatus }));
  expect(within(card).getByRole("heading", { level: 2 })).toHaveTextContent("Checking…");
  for (const button of BUTTONS) {
    expect(within(card).getByRole("button", { name: button })).toBeDisabled();
  }
});

test("the timeline marks the current step, who moves next and how long it takes", async () => {
  const { card } = await see(campaignIn("SUBMITTED"));
  const current = within(card).getByRole("listitem", { current: "step" });
  expect(current).toHaveTextContent("Campaign");
  expect(current).toHaveTextContent("Usually 10 to 15 business days");
  expect(within(card).getByText("With the carriers.")).toBeVisible();
  expect(card).toHaveTextContent(TIMELINE.nextMove);
});

test("the dates are in the tenant's time zone, and say when there is none", async () => {
  const { card } = await see(campaignIn("SUBMITTED"));
  const dates = within(card).getByRole("region", { name: "Dates" });
  expect(dates).toHaveTextContent(/Submitted.*Mar 2, 2026, 9:09 AM/);
  expect(within(dates).getAllByText("Not yet")).toHaveLength(3);
});

test.each([
  ["REJECTED", REASON.message],
  ["ERROR", "Twilio did not answer."],
] as const)("what went wrong with a campaign that is %s can be unfolded", async (status, told) => {
  const { card, user } = await see(campaignIn(status, { trusthubLastError: told }));
  expect(within(card).getByText(told)).toBeVisible();
  const summary = within(card).getByText("Details");
  await user.click(summary);
  expect(summary.closest("details")).not.toHaveAttribute("open");
});

test("a suspended campaign says when it is deleted for good, and how long that is", async () => {
  const deletionAt = new Date(Date.now() + 3.5 * 86_400_000).toISOString();
  const { card } = await see(campaignIn("SUSPENDED", { deletionAt }));
  expect(card).toHaveTextContent(/deletes? this campaign for good on .*: 3 days left/);
});

test("what a person has to paste by hand is there to be copied", async () => {
  const manualTask = {
    title: "Paste the corrected campaign in Twilio’s Console",
    steps: ["Replace each field by the text given here."],
    values: { "sampleMessages.2": "Shine Studio: on our way.", description: "We text reminders." },
  };
  const { user } = await see(campaignIn("REJECTED", { manualTask }));
  const task = screen.getByRole("region", { name: manualTask.title });
  await user.click(within(task).getByRole("button", { name: "Copy Sample 2" }));
  expect(await navigator.clipboard.readText()).toBe("Shine Studio: on our way.");
  expect(await screen.findByText("Sample 2 copied")).toBeVisible();
});
