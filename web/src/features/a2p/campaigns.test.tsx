import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { renderStaff } from "@/test/render";
import { records, refusal } from "@/test/server";
import A2pPage from "./A2pPage";
import { CAMPAIGN_PATH, CAMPAIGNS_PATH, campaignIn, DRAFT, ID, standIn } from "./fixtures";
import { forget } from "./form/drafts";
import type { Campaign } from "./status";

const OTHER = {
  ...campaignIn("REJECTED"),
  id: "00000000-0000-4000-8000-000000000001",
  name: "Promotions",
  isPrimary: false,
};

beforeEach(() => forget());

function see(campaigns: Campaign[], at = "/settings/a2p") {
  const world = { campaign: DRAFT, campaigns };
  standIn(world);
  return { world, ...renderStaff(<A2pPage />, { at }) };
}

const status = (name: string) =>
  screen.findByRole("heading", { level: 2, name: new RegExp(`^${name}`) });

test("the primary campaign is shown, another one when it is chosen", async () => {
  const { user } = see([OTHER, DRAFT]);
  expect(await status("Appointment texts")).toBeVisible();
  const list = screen.getByRole("region", { name: "Your campaigns" });
  const link = within(list).getByRole("link", { name: /Promotions.*Rejected/ });
  expect(link).not.toHaveAttribute("aria-current");
  await user.click(link);
  expect(await status("Promotions")).toBeVisible();
  expect(link).toHaveAttribute("aria-current", "true");
});

test("the address says which campaign is shown", async () => {
  see([DRAFT, OTHER], `/settings/a2p?campaign=${OTHER.id}`);
  expect(await status("Promotions")).toBeVisible();
});

test("one that does not exist any more says so", async () => {
  see([DRAFT], "/settings/a2p?campaign=00000000-0000-4000-8000-00000000dead");
  expect(await screen.findByText("This no longer exists.")).toBeVisible();
  expect(screen.getByRole("link", { name: /Appointment texts/ })).toBeVisible();
});

test("one that is created is selected, and takes the focus", async () => {
  const { user, world } = see([DRAFT]);
  const asked = records(
    "post",
    CAMPAIGNS_PATH,
    () => {
      world.campaigns = [DRAFT, OTHER];
      return OTHER;
    },
    201,
  );
  await user.click(await screen.findByRole("button", { name: "New campaign" }));
  await user.keyboard("Promotions{Enter}");
  const heading = await status("Promotions");
  await waitFor(() => expect(heading).toHaveFocus());
  expect(asked[0]?.body).toEqual({ name: "Promotions" });
  expect(asked[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
});

test("a new one that is given up leaves the focus where it began, and nothing of what failed", async () => {
  const { user } = see([DRAFT]);
  records("post", CAMPAIGNS_PATH, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."));
  await user.click(await screen.findByRole("button", { name: "New campaign" }));
  await user.keyboard("Promotions{Enter}");
  await screen.findByRole("alert");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.getByRole("button", { name: "New campaign" })).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(document.activeElement).toHaveAccessibleName("Campaign name");
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

test("without any, the page says what a campaign is and starts the first", async () => {
  const { user, world } = see([]);
  records("post", CAMPAIGNS_PATH, () => {
    world.campaigns = [DRAFT];
    return DRAFT;
  });
  expect(await screen.findByText("No campaign yet")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "New campaign" }));
  await user.keyboard("Appointment texts{Enter}");
  const heading = await status("Appointment texts");
  await waitFor(() => expect(heading).toHaveFocus());
});

test("a draft is deleted only after a question; the others take the focus", async () => {
  const { user, world } = see([DRAFT, OTHER], `/settings/a2p?campaign=${ID}`);
  const asked = records("delete", CAMPAIGN_PATH, () => {
    world.campaigns = [OTHER];
    return new Response(null, { status: 204 });
  });
  await user.click(await screen.findByRole("button", { name: "Delete draft" }));
  const dialog = screen.getByRole("dialog", { name: "Delete this draft?" });
  expect(asked).toHaveLength(0);
  await user.click(within(dialog).getByRole("button", { name: "Delete draft" }));
  expect(await screen.findByText("Draft deleted")).toBeVisible();
  expect(await status("Promotions")).toBeVisible();
  const heading = screen.getByRole("heading", { name: "Your campaigns" });
  await waitFor(() => expect(heading).toHaveFocus());
});

test("after the last one is deleted the focus is where the next one starts", async () => {
  const { user, world } = see([DRAFT]);
  records("delete", CAMPAIGN_PATH, () => {
    world.campaigns = [];
    return new Response(null, { status: 204 });
  });
  await user.click(await screen.findByRole("button", { name: "Delete draft" }));
  await user.click(
    within(screen.getByRole("dialog")).getByRole("button", { name: "Delete draft" }),
  );
  const empty = await screen.findByRole("region", { name: "No campaign yet" });
  await waitFor(() => expect(empty).toHaveFocus());
});

test("a deletion that is refused says why in the question, and deletes nothing", async () => {
  const { user } = see([DRAFT]);
  records("delete", CAMPAIGN_PATH, () =>
    refusal(409, "CAMPAIGN_NOT_DELETABLE", "This campaign has been submitted."),
  );
  await user.click(await screen.findByRole("button", { name: "Delete draft" }));
  const dialog = screen.getByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Delete draft" }));
  expect(await within(dialog).findByText("This campaign has been submitted.")).toBeVisible();
  expect(await status("Appointment texts")).toBeInTheDocument();
});

test("one that was submitted cannot be deleted", async () => {
  see([campaignIn("REJECTED")]);
  await screen.findByRole("button", { name: "Resubmit with Fixes" });
  expect(screen.queryByRole("button", { name: "Delete draft" })).not.toBeInTheDocument();
});
