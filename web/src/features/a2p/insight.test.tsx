import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { renderStaff } from "@/test/render";
import { answers } from "@/test/server";
import A2pPage from "./A2pPage";
import { contentOf } from "./campaign/content";
import { CAMPAIGN_PATH, campaignIn, DRAFT, ID, pageOf, REASON, standIn } from "./fixtures";
import { forget } from "./form/drafts";

beforeEach(() => forget());

function see() {
  standIn({ campaign: campaignIn("APPROVED") });
  return renderStaff(<A2pPage />, { at: "/settings/a2p" });
}

test("what Twilio holds is asked for on demand, and shown beside ours", async () => {
  const { user } = see();
  const section = await screen.findByRole("region", { name: "What Twilio holds" });
  answers(
    `${CAMPAIGN_PATH}/diff`,
    pageOf([{ field: "hasEmbeddedLinks", ours: false, twilio: true }]),
  );
  await user.click(within(section).getByRole("button", { name: "Compare with Twilio" }));
  const row = await within(section).findByRole("row", { name: /Messages have links/ });
  expect(
    within(row)
      .getAllByRole("cell")
      .map((cell) => cell.textContent),
  ).toEqual(["No", "Yes"]);
});

test("where Twilio holds the same, the page says so", async () => {
  const { user } = see();
  answers(`${CAMPAIGN_PATH}/diff`, pageOf([]));
  await user.click(await screen.findByRole("button", { name: "Compare with Twilio" }));
  expect(await screen.findByText("Twilio holds exactly what is written here.")).toBeVisible();
});

test("what the nightly comparison found is told in words, of this campaign only", async () => {
  const found = {
    subject: "CAMPAIGN",
    ours: "APPROVED",
    twilio: "FAILED",
    foundAt: DRAFT.createdAt,
  };
  see();
  answers("/api/admin/a2p/drift", {
    ...pageOf([
      { ...found, campaignId: ID, field: "status" },
      { ...found, campaignId: ID, field: "description" },
      { ...found, campaignId: null, field: "exists" },
    ]),
    checkedAt: DRAFT.createdAt,
  });
  const notice = (await screen.findByText("Twilio holds something else")).closest("[role=alert]");
  expect(notice).toHaveTextContent(/reports another status.*Campaign description differs/);
  expect(notice).not.toHaveTextContent(/FAILED|no longer has/);
});

test("each try is in the history, with what was sent and what came of it", async () => {
  const { user } = see();
  answers(
    `${CAMPAIGN_PATH}/submissions`,
    pageOf([
      {
        attempt: 2,
        submittedAt: "2026-03-04T15:00:00Z",
        outcome: null,
        finishedAt: null,
        rejectionReasons: [],
        content: contentOf(DRAFT),
      },
      {
        attempt: 1,
        submittedAt: "2026-03-02T15:00:00Z",
        outcome: "REJECTED",
        finishedAt: "2026-03-03T15:00:00Z",
        rejectionReasons: [REASON],
        content: contentOf({ ...DRAFT, description: "As it was first." }),
      },
    ]),
  );
  const history = await screen.findByRole("region", { name: "Submissions" });
  const first = await within(history).findByRole("row", { name: /^1 / });
  expect(first).toHaveTextContent(/Rejected.*The sample messages do not fit.*Mar 3, 2026/);
  await user.click(within(first).getByText("What was sent"));
  expect(within(first).getByText("As it was first.")).toBeVisible();
  expect(within(history).getByRole("row", { name: /^2 / })).toHaveTextContent("Under way");
});

test("raw words and ids are in the details for support alone", async () => {
  const { user } = see();
  const summary = await screen.findByText("Details for support");
  await user.click(summary);
  expect(summary.closest("details")).toHaveTextContent(/statusAPPROVED.*QE2c6890da8086d7/);
});
