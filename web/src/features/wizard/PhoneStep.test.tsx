import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderStaff } from "@/test/render";
import { answers } from "@/test/server";
import {
  HINTS,
  LINE_READY,
  MANAGED_MESSAGE,
  SELF_SERVICE_MESSAGE,
  stateOf,
  statusOf,
  timeline,
} from "./fixtures";
import WizardPage from "./WizardPage";

const STATUS = "/api/admin/setup-wizard/status";

// What Block C promises of each status, and whose move it then is.
const REGISTRATIONS = [
  { a2pStatus: null, pill: "No campaign yet", next: "Your move Fill out your campaign info." },
  { a2pStatus: "DRAFT", pill: "Draft", next: "Your move Fill out your campaign info." },
  { a2pStatus: "READY_TO_SUBMIT", pill: "Ready", next: "Your move Submit your campaign." },
  {
    a2pStatus: "SUBMITTED",
    pill: "Submitted",
    next: "Carriers’ move Carriers are reviewing your campaign. There’s nothing for you to do.",
  },
  { a2pStatus: "APPROVED", pill: "Approved", next: "Done" },
  {
    a2pStatus: "REJECTED",
    pill: "Rejected",
    next: "Your move Fix what was rejected, then resubmit.",
  },
  { a2pStatus: "ERROR", pill: "Error", next: "Your move Submitting didn’t work. Try again." },
  {
    a2pStatus: "SUSPENDED",
    pill: "Suspended",
    next: "Support’s move Carriers suspended your campaign. Contact support.",
  },
] as const;

const CASES = REGISTRATIONS.flatMap((registration) =>
  [true, false].flatMap((hasPhoneNumber) =>
    [true, false].flatMap((hasMessagingService) =>
      (["MANAGED", "SELF_SERVICE"] as const).map((mode) => ({
        ...registration,
        hasPhoneNumber,
        hasMessagingService,
        mode,
      })),
    ),
  ),
);

const SERVICE_NEXT = {
  NONE: "Our move We link it ourselves once your campaign is submitted.",
  DRAFT: "Our move We link it ourselves once your campaign is submitted.",
  READY_TO_SUBMIT: "Our move We link it ourselves once your campaign is submitted.",
  SUBMITTED: "Our move We link it ourselves during the review.",
  APPROVED: "Your move Your campaign is approved. Link the messaging service on the phone page.",
  REJECTED: "Our move We link it ourselves once your campaign is on its way again.",
  ERROR: "Our move We link it ourselves once your campaign is on its way again.",
  SUSPENDED: "Our move We link it ourselves once your campaign is on its way again.",
} as const;

const NUMBER_NEXT = {
  MANAGED:
    "Our move We’re preparing your line, and we’ll tell you once it’s ready. There’s nothing for you to do.",
  SELF_SERVICE: "Your move Choose a number above, under Business Line & SMS Number.",
} as const;

const STATES = {
  COMPLETE: "Done",
  PARTIAL: "Partially configured",
  NOT_STARTED: "Not started",
  UNKNOWN: "Not answering right now",
} as const;

async function phoneStep() {
  const heading = await screen.findByRole("heading", { level: 2, name: /Phone & SMS/ });
  const step = heading.closest("li");
  if (step === null) {
    throw new Error("a step is an item of the list");
  }
  return within(step);
}

const card = (name: string) => within(screen.getByRole("region", { name }));

test("every combination of the table is there", () => expect(CASES).toHaveLength(64));

test.each(CASES)(
  "number $hasPhoneNumber, service $hasMessagingService, $a2pStatus, $mode: hint, checklist and state",
  async ({ pill, next, ...given }) => {
    answers(STATUS, statusOf(given));
    answers("/api/admin/a2p/timeline", {}, 503);
    renderStaff(<WizardPage />, { at: "/setup-wizard?step=phone-sms" });
    const step = await phoneStep();
    const { a2pStatus, hasPhoneNumber, hasMessagingService, mode } = given;

    // The state, and that it never blocks.
    const pieces = [hasPhoneNumber, hasMessagingService, a2pStatus === "APPROVED"];
    const state = stateOf(pieces);
    expect(step.getByText(STATES[state])).toBeVisible();
    expect(step.getByRole("link", { name: "Continue to Loyalty" })).toBeVisible();

    // The three cards.
    const line = card("Business Line & SMS Number");
    const asksForNumber = !hasPhoneNumber && mode === "SELF_SERVICE";
    if (hasPhoneNumber) {
      expect(line.getByText("(512) 555-0123")).toBeVisible();
      expect(line.getByText(LINE_READY)).toBeVisible();
    } else {
      expect(line.getByText(asksForNumber ? SELF_SERVICE_MESSAGE : MANAGED_MESSAGE)).toBeVisible();
    }
    expect(line.queryAllByRole("button", { name: "Request Auto-Provisioned Number" })).toHaveLength(
      asksForNumber ? 1 : 0,
    );
    expect(
      card("Inbound Routing & IVR").getByRole("link", { name: "Go to IVR Config" }),
    ).toHaveAttribute("href", "/admin/ivr-config");
    const registration = card("A2P Registration Status");
    expect(registration.getByText(HINTS[a2pStatus ?? "NONE"])).toBeVisible();
    expect(registration.getByText(pill)).toBeVisible();
    expect(registration.getByRole("link")).toHaveAttribute("href", "/settings/a2p");

    // The checklist.
    if (state === "COMPLETE") {
      expect(screen.queryByRole("region", { name: "What texting needs" })).not.toBeInTheDocument();
      return;
    }
    const entries = card("What texting needs")
      .getAllByRole("listitem")
      .map((entry) => entry.textContent);
    const expected = [
      `A phone number ${hasPhoneNumber ? "Done" : NUMBER_NEXT[mode]}`,
      `A messaging service ${hasMessagingService ? "Done" : SERVICE_NEXT[a2pStatus ?? "NONE"]}`,
      `A2P approval ${next}`,
    ];
    const squeezed = (text: string | null | undefined) => (text ?? "").replaceAll(/\s/g, "");
    for (const [position, words] of expected.entries()) {
      expect(squeezed(entries[position])).toContain(squeezed(words));
    }
  },
);

test("within a review that waits for the tenant, the move is theirs", async () => {
  answers(STATUS, statusOf({ hasPhoneNumber: true, a2pStatus: "SUBMITTED" }));
  answers("/api/admin/a2p/timeline", timeline("TENANT", "Reply to the code we texted you."));
  renderStaff(<WizardPage />, { at: "/?step=phone-sms" });
  const list = within(await screen.findByRole("region", { name: "What texting needs" }));
  expect(await list.findByText(/Reply to the code/)).toHaveTextContent("Your move");
  expect(list.getByRole("link", { name: "Open the A2P page" })).toBeVisible();
});

test("a rejection that only support can lift sends nobody to the A2P page for it", async () => {
  answers(STATUS, statusOf({ a2pStatus: "REJECTED" }));
  answers("/api/admin/a2p/timeline", timeline("SUPPORT", "Blocked."));
  renderStaff(<WizardPage />, { at: "/?step=phone-sms" });
  const list = within(await screen.findByRole("region", { name: "What texting needs" }));
  expect(await list.findByText(/Contact support/)).toHaveTextContent("Support’s move");
  expect(list.queryByRole("link", { name: "Open the A2P page" })).not.toBeInTheDocument();
});

test("without the phone service the registration is told, and the rest says it isn’t answering", async () => {
  answers(STATUS, {
    ...statusOf({ hasPhoneNumber: null, hasMessagingService: null, a2pStatus: "APPROVED" }),
    routing: null,
    provisioning: null,
    unavailable: ["phone"],
  });
  renderStaff(<WizardPage />, { at: "/?step=phone-sms" });
  const step = await phoneStep();
  expect(step.getAllByText("Not answering right now").length).toBeGreaterThan(2);
  expect(card("A2P Registration Status").getByText(HINTS.APPROVED)).toBeVisible();
  expect(
    card("What texting needs").getAllByText("Not answering right now; we keep asking."),
  ).toHaveLength(2);
  expect(step.getByRole("link", { name: "Go to IVR Config" })).toBeVisible();
});

test("without the registration service the line is told", async () => {
  answers(STATUS, {
    ...statusOf({ hasPhoneNumber: true, hasMessagingService: true }),
    a2pHint: null,
    step2: { state: "UNKNOWN" },
    unavailable: ["a2p"],
  });
  renderStaff(<WizardPage />, { at: "/?step=phone-sms" });
  await phoneStep();
  expect(card("Business Line & SMS Number").getByText("(512) 555-0123")).toBeVisible();
  const registration = card("A2P Registration Status");
  expect(registration.getAllByText("Not answering right now")).toHaveLength(2);
});
