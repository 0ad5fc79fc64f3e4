import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { keepCopy, ownerKey } from "@/shared/localCopies";
import { OWNER, renderStaff } from "@/test/render";
import { records, refusal } from "@/test/server";
import A2pPage from "./A2pPage";
import { CAMPAIGN_PATH, DRAFT, ID, PROFILE, PROFILE_PATH, standIn } from "./fixtures";
import { forget } from "./form/drafts";
import { forgetSavers } from "./form/useSaver";
import type { Campaign } from "./status";

const STORED = { ...DRAFT, version: "1.a" };
const KEY = `${ownerKey(OWNER)}/${ID}`;

beforeEach(() => {
  forget();
  forgetSavers();
});

function see(campaign: Campaign = STORED, at = "/settings/a2p") {
  const world = { campaign, profile: { ...PROFILE, version: "1.a" } };
  standIn(world);
  return { world, ...renderStaff(<A2pPage />, { at }) };
}

const field = (name: string) => screen.findByRole("textbox", { name });
const copies = () =>
  Object.entries({ ...localStorage }).filter(([key]) => key.startsWith("servicepro.draft/"));
const stale = (current: object) =>
  refusal(412, "PRECONDITION_FAILED", "Changed.", { etag: '"2.b"', current, yours: {} });

describe("what is typed", () => {
  test("is saved by itself after a pause, on the version it was made to", async () => {
    const { user, world } = see();
    const asked = records("patch", CAMPAIGN_PATH, ({ body }) => {
      world.campaign = { ...STORED, ...(body as object), version: "2.b" };
      return world.campaign;
    });
    expect(await screen.findByText("Saves as you type")).toBeVisible();
    await user.type(await field("Campaign name"), "!");
    expect(await screen.findByText("All changes saved")).toBeVisible();
    expect(asked.map(({ body }) => body)).toEqual([{ name: "Appointment texts!" }]);
    expect(asked[0]?.headers.get("If-Match")).toBe('"1.a"');
    await user.type(await field("Campaign name"), "?");
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.headers.get("If-Match")).toBe('"2.b"');
    await waitFor(() => expect(copies()).toEqual([]));
  });

  test("is kept in the browser until it is saved, and is there after a reload", async () => {
    const { user, unmount } = see();
    records("patch", CAMPAIGN_PATH, () => Response.error());
    await user.type(await field("Campaign name"), "!");
    expect(await screen.findByText(/^Not saved: you’re offline/)).toBeVisible();
    expect(copies()).toHaveLength(1);
    const kept = copies()[0]?.[1] ?? "";
    unmount();
    // As another page would find it.
    forgetSavers();
    forget();
    localStorage.setItem(`servicepro.draft/${KEY}/another-page`, kept);
    see();
    expect(await field("Campaign name")).toHaveValue("Appointment texts!");
  });

  test("is nobody else's to find", async () => {
    const other = { ...OWNER, id: "00000000-0000-4000-8000-00000000a009" };
    const edit = { name: { value: "Theirs", base: "Appointment texts" } };
    keepCopy(`${ownerKey(other)}/${ID}`, edit);
    see();
    expect(await field("Campaign name")).toHaveValue("Appointment texts");
    expect(copies()).toHaveLength(1);
  });

  test("never puts a registration number into the browser's storage, and asks before it is lost", async () => {
    const { user } = see(STORED, "/settings/a2p?section=business");
    records("put", PROFILE_PATH, () => Response.error());
    await user.type(await field("Registration number"), "98-7654321");
    await user.type(await field("City"), " West");
    await screen.findByText(/^Not saved: you’re offline/);
    expect(copies()[0]?.[1]).toContain("Austin West");
    expect(JSON.stringify(copies())).not.toContain("7654321");
    const leaving = new Event("beforeunload", { cancelable: true });
    expect(window.dispatchEvent(leaving)).toBe(false);
  });

  test("is tried again when the connection is back", async () => {
    const { user } = see();
    const answer = vi.fn(() => Response.error() as Response);
    const asked = records("patch", CAMPAIGN_PATH, ({ body }) =>
      asked.length === 1 ? answer() : { ...STORED, ...(body as object), version: "2.b" },
    );
    await user.type(await field("Campaign name"), "!");
    await screen.findByText(/^Not saved: you’re offline/);
    act(() => void window.dispatchEvent(new Event("online")));
    expect(await screen.findByText("All changes saved")).toBeVisible();
    // The same intent, so that it is done once.
    const keys = asked.map(({ headers }) => headers.get("Idempotency-Key"));
    expect(new Set(keys).size).toBe(1);
  });
});

describe("a campaign changed in two places", () => {
  const theirs = { ...STORED, name: "Their name", version: "2.b" };

  async function meet(current: Campaign = theirs) {
    const all = see();
    const asked = records("patch", CAMPAIGN_PATH, ({ headers, body }) => {
      const isStale = headers.get("If-Match") === '"1.a"';
      all.world.campaign = isStale ? current : { ...current, ...(body as object), version: "3.c" };
      return isStale ? stale(current) : all.world.campaign;
    });
    await all.user.type(await field("Campaign name"), "!");
    return { ...all, asked };
  }

  test("shows both versions, and keeps mine where I choose it", async () => {
    const { user, asked } = await meet();
    const dialog = await screen.findByRole("dialog", { name: "Changed in two places" });
    const mine = within(dialog).getByRole("region", { name: "Campaign name: yours" });
    expect(mine).toHaveTextContent("Appointment texts!");
    const others = within(dialog).getByRole("region", { name: "Campaign name: saved elsewhere" });
    expect(others).toHaveTextContent("Their name");
    expect(within(dialog).getByRole("button", { name: "Save these" })).toBeDisabled();
    await user.click(within(dialog).getByRole("radio", { name: "Keep mine" }));
    await user.click(within(dialog).getByRole("button", { name: "Save these" }));
    expect(await screen.findByText("All changes saved")).toBeVisible();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(asked.at(-1)?.headers.get("If-Match")).toBe('"2.b"');
    expect(asked.at(-1)?.body).toEqual({ name: "Appointment texts!" });
  });

  test("takes theirs, and sends nothing", async () => {
    const { user, asked } = await meet();
    await screen.findByRole("dialog");
    await user.click(screen.getByRole("button", { name: "Take all theirs" }));
    await user.click(screen.getByRole("button", { name: "Save these" }));
    expect(await screen.findByText("All changes saved")).toBeVisible();
    expect(await field("Campaign name")).toHaveValue("Their name");
    expect(asked).toHaveLength(1);
  });

  test("lets both be written into one", async () => {
    const { user, asked } = await meet();
    await screen.findByRole("dialog");
    await user.click(screen.getByRole("radio", { name: "Write both into one" }));
    const both = screen.getByRole("textbox", { name: "Campaign name: both in one" });
    expect(both).toHaveValue("Their name\nAppointment texts!");
    await user.clear(both);
    await user.type(both, "Our name");
    await user.click(screen.getByRole("button", { name: "Save these" }));
    await waitFor(() => expect(asked.at(-1)?.body).toEqual({ name: "Our name" }));
  });

  test("may wait: nothing is lost, and the question can be asked again", async () => {
    const { user, asked } = await meet();
    await screen.findByRole("dialog");
    await user.click(screen.getByRole("button", { name: "Decide later" }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(await field("Campaign name")).toHaveValue("Appointment texts!");
    expect(screen.getByText("Not saved: this was changed elsewhere, too")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Compare versions" }));
    expect(await screen.findByRole("dialog")).toBeVisible();
    expect(asked).toHaveLength(1);
  });

  test("asks nothing where they are different fields, and keeps both", async () => {
    const { asked } = await meet({ ...STORED, description: "Theirs.", version: "2.b" });
    expect(await screen.findByText("All changes saved")).toBeVisible();
    expect(asked.map(({ body }) => body)).toEqual(Array(2).fill({ name: "Appointment texts!" }));
    expect(await field("Campaign description")).toHaveValue("Theirs.");
  });

  test("asks nothing where both wrote the same", async () => {
    const { asked } = await meet({ ...STORED, name: "Appointment texts!", version: "2.b" });
    expect(await screen.findByText("All changes saved")).toBeVisible();
    expect(asked).toHaveLength(1);
  });
});

test("only what is seen here is submitted: another version, saved elsewhere, is shown first", async () => {
  const { user, world } = see({ ...STORED, status: "READY_TO_SUBMIT" });
  const asked = records("post", `${CAMPAIGN_PATH}/submit`, () => {
    world.campaign = { ...world.campaign, name: "Their name", version: "2.b" };
    return stale(world.campaign);
  });
  await user.click(await screen.findByRole("button", { name: "Submit to Twilio" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(await within(dialog).findByRole("button", { name: "Submit to Twilio" }));
  expect(await screen.findByText("The campaign was not submitted")).toBeVisible();
  expect(asked[0]?.headers.get("If-Match")).toBe('"1.a"');
  await waitFor(async () => expect(await field("Campaign name")).toHaveValue("Their name"));
});
