import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderStaff } from "@/test/render";
import { records, refusal } from "@/test/server";
import A2pPage from "./A2pPage";
import { brandStandingOf } from "./business/brand";
import { campaignIn, DRAFT, FINDING, PROFILE, PROFILE_PATH, standIn } from "./fixtures";
import { forget } from "./form/drafts";

type Profile = Schemas["BusinessProfile"];

beforeEach(() => forget());

function see(changes: Partial<Profile> = {}, world: Partial<Parameters<typeof standIn>[0]> = {}) {
  const all = { campaign: DRAFT, profile: { ...PROFILE, ...changes }, ...world };
  standIn(all);
  return { world: all, ...renderStaff(<A2pPage />, { at: "/settings/a2p?section=business" }) };
}

const field = (name: string) => screen.findByRole("textbox", { name });
const save = () => screen.getByRole("button", { name: "Save business" });

describe("the registration number", () => {
  test("is never shown but for its end, and stays where nothing is typed", async () => {
    const { user } = see();
    const number = await field("Registration number");
    expect(number).toHaveValue("");
    expect(number).toHaveAccessibleDescription(/On file, ending in 6789/);
    const asked = records("put", PROFILE_PATH, { ...PROFILE, vertical: "" });
    await user.type(await field("City"), " West");
    await user.click(save());
    expect(await screen.findByText("Business saved")).toBeVisible();
    expect(asked[0]?.body).not.toHaveProperty("registrationNumber");
    expect(asked[0]?.body).toMatchObject({
      legalName: "Shine Studio LLC",
      address: { city: "Austin West", region: "TX" },
      representative: { firstName: "Olive" },
    });
  });

  test("is sent when it is typed, and leaves the page once it is saved", async () => {
    const { user } = see();
    const asked = records("put", PROFILE_PATH, PROFILE);
    await user.type(await field("Registration number"), "98-7654321");
    await user.click(save());
    expect(await screen.findByText("Business saved")).toBeVisible();
    expect(asked[0]?.body).toMatchObject({ registrationNumber: "98-7654321" });
    expect(await field("Registration number")).toHaveValue("");
  });

  test("can be taken away by somebody who registers as a sole proprietor", async () => {
    const { user } = see();
    const asked = records("put", PROFILE_PATH, PROFILE);
    await user.click(await screen.findByRole("radio", { name: /Sole proprietor/ }));
    await user.click(screen.getByRole("checkbox", { name: "Remove the number on file" }));
    await user.click(save());
    await waitFor(() =>
      expect(asked[0]?.body).toMatchObject({
        brandType: "SOLE_PROPRIETOR",
        registrationNumber: "",
      }),
    );
  });
});

describe("fields that not everybody has", () => {
  test("a sole proprietor is asked for a mobile phone and not for a company", async () => {
    const { user } = see({ registrationNumberLast4: null });
    expect(await field("Website")).toBeVisible();
    expect(screen.queryByRole("textbox", { name: "Mobile phone" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("radio", { name: /Sole proprietor/ }));
    expect(await field("Mobile phone")).toBeVisible();
    for (const name of ["Website", "Registration number", "Title"]) {
      expect(screen.queryByRole("textbox", { name })).not.toBeInTheDocument();
    }
  });

  test("a public company is asked for its stock, and leftovers can be cleared", async () => {
    const { user } = see();
    const kind = await screen.findByRole("combobox", { name: "Company type" });
    expect(screen.queryByRole("textbox", { name: "Stock ticker" })).not.toBeInTheDocument();
    await user.selectOptions(kind, "public");
    await user.type(await field("Stock ticker"), "SHN");
    await user.selectOptions(kind, "private");
    expect(await field("Stock ticker")).toHaveValue("SHN");
  });
});

describe("how the registration stands", () => {
  test.each([
    ["PENDING", "Being registered"],
    ["IN_REVIEW", "In review"],
    ["APPROVED", "Registered"],
    ["SUSPENDED", "Suspended"],
  ] as const)("while it is %s the profile is closed, and says why", async (brandStatus, name) => {
    see({ brandStatus });
    expect(
      await screen.findByRole("heading", { name: new RegExp(`^Business.*${name}`) }),
    ).toBeVisible();
    expect(await field("Legal name")).toHaveAttribute("readonly");
    expect(screen.queryByRole("button", { name: "Save business" })).not.toBeInTheDocument();
  });

  test("while a campaign is being submitted the profile is closed, too", async () => {
    see({}, { campaign: campaignIn("SUBMITTED") });
    expect(await screen.findByText(/A campaign is being submitted/)).toBeVisible();
    expect(await field("Legal name")).toHaveAttribute("readonly");
  });

  test("a failed one names each fault, leads to its field, and counts the tries", async () => {
    const { user } = see({
      brandStatus: "FAILED",
      brandSubmissionsLeft: 2,
      brandErrors: [
        {
          code: "30795",
          field: "businessProfile.legalName",
          message: "The number does not belong to the legal name.",
          fix: "Write both as on the letter.",
          ruleIds: [],
        },
      ],
    });
    const card = await screen.findByRole("region", { name: /^Business registration/ });
    expect(card).toHaveTextContent("The number does not belong to the legal name.");
    expect(card).toHaveTextContent("Write both as on the letter.");
    expect(card).toHaveTextContent("Free corrections of your business registration left: 2");
    await user.click(within(card).getByRole("link", { name: "Go to “Legal name”" }));
    expect(await field("Legal name")).toHaveFocus();
  });

  test("a score is told", async () => {
    see({ brandStatus: "APPROVED", brandScore: 72 });
    expect(await screen.findByText(/Trust score: 72 of 100/)).toBeVisible();
  });

  test("a status of another release is being checked", () => {
    expect(brandStandingOf("PONDERING").name).toBe("Checking…");
  });
});

describe("a texted code", () => {
  const code = {
    sentAt: "2026-03-02T15:00:00Z",
    expiresAt: "2026-03-03T15:00:00Z",
    secondsLeft: 80_000,
    isExpired: false,
    resendAllowedAt: "2026-03-02T15:01:00Z",
    secondsUntilResend: 0,
  } satisfies Schemas["BrandOtp"];
  const next = "Reply to that text with the code.";

  test("can be sent once more", async () => {
    const { user, world } = see({ brandOtp: code, brandNextStep: next });
    const asked = records("post", "/api/admin/a2p/brand/otp", () => {
      world.profile = { ...PROFILE, brandOtp: { ...code, secondsUntilResend: 60 } };
      return code;
    });
    expect(await screen.findByText(next)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Send another code" }));
    expect(await screen.findByText("Another code is on its way")).toBeVisible();
    expect(asked[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Send another code" })).toHaveAttribute(
        "aria-disabled",
        "true",
      ),
    );
  });

  test("has to be waited for, and says how long", async () => {
    see({ brandOtp: { ...code, secondsUntilResend: 42 } });
    const button = await screen.findByRole("button", { name: "Send another code" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    expect(button).toHaveAccessibleDescription(/can be sent in 0:4\d/);
  });
});

test("findings of the profile stand at their fields, and a suggestion fills one", async () => {
  const finding = {
    ...FINDING,
    field: "businessProfile.websiteUrl",
    suggestedValue: "https://shine.example/",
  };
  const { user } = see({}, { findings: [finding] });
  const website = await field("Website");
  await waitFor(() => expect(website).toHaveAccessibleDescription(new RegExp(finding.message)));
  await user.click(screen.getByRole("button", { name: "Use suggestion for Website" }));
  expect(website).toHaveValue("https://shine.example/");
});

test("what the API refuses stands at its field, which takes the focus; the text stays", async () => {
  const { user } = see();
  records("put", PROFILE_PATH, () =>
    refusal(400, "INVALID_REQUEST", "Some fields need a look.", {
      fields: { "address.postalCode": ["Too long."], "representative.email": ["Too long, too."] },
    }),
  );
  await user.type(await field("Legal name"), " More");
  await user.click(save());
  const postalCode = await field("ZIP code");
  await waitFor(() => expect(postalCode).toHaveFocus());
  expect(postalCode).toHaveAccessibleDescription(/Too long\./);
  expect(await field("Legal name")).toHaveValue("Shine Studio LLC More");
});

test("a profile that was closed meanwhile says so, and keeps the text", async () => {
  const { user } = see();
  const sentence = "Your business registration is being reviewed.";
  records("put", PROFILE_PATH, () => refusal(409, "PROFILE_LOCKED", sentence));
  await user.type(await field("Legal name"), " More");
  await user.click(save());
  expect(await screen.findByText(sentence)).toBeVisible();
  expect(await field("Legal name")).toHaveValue("Shine Studio LLC More");
});
