import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { beforeEach, describe, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderStaff } from "@/test/render";
import { records, refusal } from "@/test/server";
import A2pPage from "./A2pPage";
import { CAMPAIGN_PATH, campaignIn, DRAFT, FINDING, pageOf, REASON, standIn } from "./fixtures";
import { forget } from "./form/drafts";
import type { Campaign } from "./status";

beforeEach(() => forget());

function see(
  campaign: Campaign,
  { findings = [] as Schemas["Finding"][], at = "/settings/a2p" } = {},
) {
  const world = { campaign, findings };
  standIn(world);
  const page = (
    <Routes>
      <Route path="/settings/a2p" element={<A2pPage />} />
    </Routes>
  );
  return { world, ...renderStaff(page, { at }) };
}

const field = (name: string) => screen.findByRole("textbox", { name });
const leavesAtOnce = () => fireEvent(window, new Event("beforeunload", { cancelable: true }));

describe("findings", () => {
  test("appear as one types, beside their field and in the summary", async () => {
    const { user } = see(DRAFT);
    const asked = records("post", `${CAMPAIGN_PATH}/checks`, ({ body }) =>
      pageOf(
        JSON.stringify(body).includes("Too short") ? [{ ...FINDING, field: "description" }] : [],
      ),
    );
    const description = await field("Campaign description");
    await user.clear(description);
    await user.type(description, "Too short");
    const checks = screen.getByRole("region", { name: "Checks" });
    expect(await within(checks).findByText("1 to fix, 0 to consider")).toBeVisible();
    expect(checks).toHaveTextContent(FINDING.message);
    expect(description).toHaveAccessibleDescription(
      new RegExp(`To fix: ${FINDING.message} ${FINDING.suggestion}`),
    );
    expect(description).toBeInvalid();
    expect(asked.at(-1)?.body).toEqual({ description: "Too short" });
    // Debounced: not once for each key.
    expect(asked.length).toBeLessThan(5);
  });

  test("lead from the summary into their field", async () => {
    const { user } = see(DRAFT, { findings: [{ ...FINDING, field: "messageFlow" }] });
    await user.click(await screen.findByRole("link", { name: "Go to “How customers opt in”" }));
    expect(await field("How customers opt in")).toHaveFocus();
  });

  test.each([
    ["a text", "helpMessage", "Shine Studio: call us.", "Help message"],
    ["a list of words", "optInKeywords", ["JOIN", "START"], "Opt-in keywords"],
  ] as const)("fill a field with %s as it is suggested", async (_, path, suggestedValue, name) => {
    const { user } = see(DRAFT, { findings: [{ ...FINDING, field: path, suggestedValue }] });
    await user.click(await screen.findByRole("button", { name: `Use suggestion for ${name}` }));
    const control = await field(name);
    expect(control).toHaveValue([suggestedValue].flat().join(", "));
    expect(control).toHaveFocus();
    const saved = records("patch", CAMPAIGN_PATH, DRAFT);
    await user.click(screen.getByRole("button", { name: "Save draft" }));
    await waitFor(() => expect(saved[0]?.body).toEqual({ [path]: suggestedValue }));
  });

  test("fill all samples, and set a flag", async () => {
    const samples = ["Shine Studio: one. Reply STOP.", "Shine Studio: two."];
    const { user } = see(DRAFT, {
      findings: [
        { ...FINDING, suggestedValue: samples },
        { ...FINDING, ruleId: "links", field: "hasEmbeddedLinks", suggestedValue: true },
      ],
    });
    await user.click(
      await screen.findByRole("button", { name: "Use suggestion for Sample messages" }),
    );
    expect(await field("Sample 1")).toHaveValue(samples[0]);
    expect(await field("Sample 2")).toHaveValue(samples[1]);
    await user.click(
      screen.getByRole("button", { name: "Use suggestion for Messages have links" }),
    );
    expect(screen.getByRole("checkbox", { name: "Messages have links" })).toBeChecked();
  });

  test("without a value to use offer none", async () => {
    see(DRAFT, { findings: [{ ...FINDING, suggestedValue: { strange: true } }] });
    await screen.findByText("1 to fix, 0 to consider");
    expect(screen.queryByRole("button", { name: /Use suggestion/ })).not.toBeInTheDocument();
  });

  test("that block nothing more mean ready: at once where it is saved, else once it is", async () => {
    const { user } = see(campaignIn("READY_TO_SUBMIT"));
    expect(await screen.findByText("Ready: nothing is left to fix.")).toBeVisible();
    await user.type(await field("Campaign description"), " More.");
    expect(await screen.findByText(/Save the draft to make it ready/)).toBeVisible();
  });
});

describe("a reason for a rejection leads", () => {
  test("into the field at fault", async () => {
    const { user } = see(campaignIn("REJECTED", { rejectionReasons: [REASON] }));
    await user.click(await screen.findByRole("link", { name: "Go to “Sample messages”" }));
    expect(await field("Sample 1")).toHaveFocus();
  });

  test("into the business profile where the fault is there, and back", async () => {
    const reason = { ...REASON, field: "businessProfile.address.city" };
    const { user } = see(campaignIn("REJECTED", { rejectionReasons: [reason] }));
    await user.click(await screen.findByRole("link", { name: "Go to “City”" }));
    const city = await field("City");
    await waitFor(() => expect(city).toHaveFocus());
    await user.click(screen.getByRole("link", { name: "Campaigns" }));
    expect(await field("Campaign description")).toBeVisible();
  });
});

describe("saving", () => {
  test("sends only what changed, and tells it", async () => {
    const { user, world } = see(DRAFT);
    const asked = records("patch", CAMPAIGN_PATH, ({ body }) => {
      world.campaign = { ...DRAFT, ...(body as object), status: "READY_TO_SUBMIT" };
      return world.campaign;
    });
    const keywords = await field("Opt-in keywords");
    await user.type(keywords, ", START");
    expect(leavesAtOnce()).toBe(false);
    await user.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText("Draft saved")).toBeVisible();
    expect(asked[0]?.body).toEqual({ optInKeywords: ["JOIN", "START"] });
    expect(asked[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await screen.findByText("All changes saved")).toBeVisible();
    expect(screen.getByRole("heading", { level: 2, name: /^Appointment/ })).toHaveTextContent(
      "Ready",
    );
    expect(leavesAtOnce()).toBe(true);
    expect(document.body).not.toHaveFocus();
  });

  test.each([
    [
      "the server is away",
      () => refusal(503, "SERVICE_UNAVAILABLE", "Down."),
      /Nothing is lost/,
      /the server isn’t answering/,
    ],
    [
      "the review began meanwhile",
      () => refusal(409, "CAMPAIGN_NOT_EDITABLE", "This campaign is under review."),
      /under review/,
      /Unsaved changes/,
    ],
  ])("keeps what was typed when %s", async (_, answer, sentence, state) => {
    const { user } = see(DRAFT);
    records("patch", CAMPAIGN_PATH, answer);
    const description = await field("Campaign description");
    await user.type(description, " And more.");
    await user.click(screen.getByRole("button", { name: "Save draft" }));
    const notice = (
      await screen.findByText("Nothing was saved, and nothing you typed is lost")
    ).closest("[role=alert]");
    expect(notice).toHaveTextContent(sentence);
    expect(description).toHaveValue(`${DRAFT.description} And more.`);
    expect(screen.getByText(state)).toBeVisible();
    // Signing out, that is: a closing tab would find it again.
    expect(leavesAtOnce()).toBe(false);
    expect(document.body).not.toHaveFocus();
  });

  test("keeps what was typed when the form is closed meanwhile, until it is discarded", async () => {
    const { user, world } = see(DRAFT);
    records("patch", CAMPAIGN_PATH, () => {
      world.campaign = campaignIn("SUBMITTED");
      return refusal(409, "CAMPAIGN_NOT_EDITABLE", "This campaign is under review.");
    });
    const description = await field("Campaign description");
    await user.type(description, " And more.");
    await user.click(screen.getByRole("button", { name: "Save draft" }));
    expect(await screen.findByText("This campaign is under review.")).toBeVisible();
    await waitFor(() => expect(description).toHaveAttribute("readonly"));
    expect(description).toHaveValue(`${DRAFT.description} And more.`);
    await user.click(screen.getByRole("button", { name: "Discard changes" }));
    expect(description).toHaveValue(DRAFT.description);
    expect(screen.queryByRole("button", { name: "Save draft" })).not.toBeInTheDocument();
  });

  test("that is refused for a field says so there, and goes there", async () => {
    const { user } = see(DRAFT);
    records("patch", CAMPAIGN_PATH, () =>
      refusal(400, "INVALID_REQUEST", "Some fields need a look.", {
        fields: { helpMessage: ["Too long."], "sampleMessages.0": ["Write a text."] },
      }),
    );
    await user.type(await field("Campaign description"), " More.");
    await user.click(screen.getByRole("button", { name: "Save draft" }));
    const sample = await field("Sample 1");
    await waitFor(() => expect(sample).toHaveFocus());
    expect(sample).toHaveAccessibleDescription(/Write a text\./);
    expect(await field("Help message")).toHaveAccessibleDescription(/Too long\./);
  });

  test("can be undone by discarding where it fails", async () => {
    const { user } = see(DRAFT);
    records("patch", CAMPAIGN_PATH, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."));
    const description = await field("Campaign description");
    await user.type(description, " More.");
    await user.click(await screen.findByRole("button", { name: "Discard changes" }));
    expect(description).toHaveValue(DRAFT.description);
    expect(leavesAtOnce()).toBe(true);
  });

  test("what was typed is still there after a look at the business", async () => {
    const { user } = see(DRAFT);
    await user.type(await field("Campaign description"), " More.");
    await user.click(screen.getByRole("link", { name: "Your business" }));
    await field("Legal name");
    await user.click(screen.getByRole("link", { name: "Campaigns" }));
    expect(await field("Campaign description")).toHaveValue(`${DRAFT.description} More.`);
  });
});

describe("fields", () => {
  test("count what is written against their limits, in words", async () => {
    const { user } = see({ ...DRAFT, description: "", optInMessage: "x".repeat(321) });
    await user.type(await field("Campaign description"), "Twelve signs");
    expect(screen.getByText("12: at least 40 needed")).toBeVisible();
    expect(screen.getByText("321 of 320: 1 too many")).toBeVisible();
  });

  test("that carriers hold for good cannot be changed, and say so", async () => {
    see(campaignIn("REJECTED", { fixedFields: ["optInMessage"] }));
    const message = await field("Opt-in message");
    expect(message).toHaveAttribute("readonly");
    expect(message).toHaveAccessibleDescription(/can’t be changed any more/);
    expect(await field("Help message")).not.toHaveAttribute("readonly");
  });

  test("are closed during the review, and say why", async () => {
    see(campaignIn("SUBMITTED"));
    expect(await field("Campaign description")).toHaveAttribute("readonly");
    expect(screen.getByText(/Carriers are reviewing this text/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Save draft" })).not.toBeInTheDocument();
  });
});

test("the preview is the thread a customer sees, as it is typed", async () => {
  const { user } = see({ ...DRAFT, sampleMessages: ["One", "Two"] });
  await user.type(await field("Opt-out message"), "Bye.");
  const thread = within(screen.getByRole("region", { name: "On a customer’s phone" }));
  expect(thread.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "Customer: JOIN",
    "You: Shine Studio: you are in.",
    "You: One",
    "You: Two",
    "Customer: HELP",
    "You: Shine Studio: write to hello@shine.example.",
    "Customer: STOP",
    "You: Bye.",
  ]);
});

test("a sample that is added takes the focus, also the last there can be", async () => {
  const { user } = see({ ...DRAFT, sampleMessages: ["1", "2", "3"] });
  const add = await screen.findByRole("button", { name: "Add a sample" });
  await user.click(add);
  expect(await field("Sample 4")).toHaveFocus();
  await user.click(add);
  expect(await field("Sample 5")).toHaveFocus();
  expect(add).not.toBeInTheDocument();
});
