import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { OWNER, renderStaff } from "@/test/render";
import { answers, records, refusal, server } from "@/test/server";
import OperatorPage from "./OperatorPage";

const OPERATOR = {
  ...OWNER,
  role: "operator",
  tenantId: null,
  tenantName: null,
  timeZone: null,
} as const;
const SHINE = "00000000-0000-4000-8000-0000000000c2";
const SID = `PN${"0a".repeat(16)}`;
const LINE = {
  provisioningMode: "MANAGED",
  primaryNumber: null,
  numbers: [],
  messagingServiceSid: null,
  routing: { mode: "VOICEMAIL", forwardTo: null, greeting: null },
} satisfies Schemas["PhoneConfig"];
const ASSIGN = `/api/operator/tenants/${SHINE}/phone-number`;

beforeEach(() => {
  answers("/api/operator/tenants", {
    items: [
      {
        id: SHINE,
        name: "Shine Studio",
        timeZone: "America/New_York",
        isRoot: false,
        createdAt: "2026-11-03T18:00:00Z",
      },
    ],
    page: 1,
    pageSize: 20,
    total: 1,
  } satisfies Schemas["TenantPage"]);
  answers(`/api/operator/tenants/${SHINE}/phone`, LINE);
});

async function openShine() {
  const view = renderStaff(<OperatorPage />, { user: OPERATOR });
  await view.user.click(await screen.findByRole("button", { name: "Manage line of Shine Studio" }));
  await screen.findByText("No number yet.");
  return view;
}

test("a tenant's line opens with the focus on it", async () => {
  await openShine();
  expect(screen.getByRole("heading", { name: "Line of Shine Studio" })).toHaveFocus();
});

test("a tenant of another page can be linked to, and stays while the list is paged", async () => {
  const other = "00000000-0000-4000-8000-0000000000c9";
  const tenant = (id: string, name: string) => ({
    id,
    name,
    timeZone: "America/New_York",
    isRoot: false,
    createdAt: "2026-11-03T18:00:00Z",
  });
  const all = [tenant(SHINE, "Shine Studio"), tenant(other, "Mirror Finish")];
  server.use(
    http.get("*/api/operator/tenants", ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get("page"));
      return HttpResponse.json({ items: [all[page - 1]], page, pageSize: 1, total: 2 });
    }),
  );
  answers(`/api/operator/tenants/${other}/phone`, LINE);
  const { user } = renderStaff(<OperatorPage />, { user: OPERATOR, at: `/?tenant=${other}` });
  const heading = await screen.findByRole("heading", { name: "Line of Mirror Finish" });
  await user.click(screen.getByRole("button", { name: "Next" }));
  await screen.findByText("Page 2 of 2");
  expect(heading).toBeVisible();
});

test("a tenant that is none is said to be none", async () => {
  renderStaff(<OperatorPage />, { user: OPERATOR, at: "/?tenant=nobody" });
  expect(await screen.findByText("No such tenant")).toBeVisible();
});

test("a number is assigned, however it was written", async () => {
  const asked = records("post", ASSIGN, LINE, 201);
  const { user } = await openShine();
  await user.type(screen.getByLabelText("Phone number"), "+1 (512) 555-0123");
  await user.type(screen.getByLabelText("Twilio’s id of the number"), ` ${SID} `);
  await user.click(screen.getByRole("button", { name: "Assign number" }));
  expect(await screen.findByText("Number assigned")).toBeVisible();
  expect(asked[0]?.body).toEqual({ phoneNumber: "+15125550123", twilioSid: SID });
});

test("a number of here needs no country code", async () => {
  const asked = records("post", ASSIGN, LINE, 201);
  const { user } = await openShine();
  await user.type(screen.getByLabelText("Phone number"), "(512) 555-0123");
  await user.type(screen.getByLabelText("Twilio’s id of the number"), SID);
  await user.click(screen.getByRole("button", { name: "Assign number" }));
  await waitFor(() => expect(asked[0]?.body).toMatchObject({ phoneNumber: "+15125550123" }));
});

test("what is no number is said at its field, and nothing is sent", async () => {
  const asked = records("post", ASSIGN, LINE, 201);
  const { user } = await openShine();
  await user.type(screen.getByLabelText("Phone number"), "555-0123");
  await user.click(screen.getByRole("button", { name: "Assign number" }));
  expect(screen.getByLabelText("Phone number")).toHaveFocus();
  expect(screen.getByLabelText("Phone number")).toHaveAccessibleDescription(/Enter a number like/);
  expect(asked).toHaveLength(0);
});

test("a protected number stays as it is, and the page says why", async () => {
  records("post", ASSIGN, () =>
    refusal(409, "PROTECTED_RESOURCE", "This number serves live customers and is protected."),
  );
  const { user } = await openShine();
  await user.type(screen.getByLabelText("Phone number"), "+15125550123");
  await user.type(screen.getByLabelText("Twilio’s id of the number"), SID);
  await user.click(screen.getByRole("button", { name: "Assign number" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("is protected");
  expect(screen.getByLabelText("Phone number")).toHaveValue("+15125550123");
});

test("who provides numbers can be changed", async () => {
  const asked = records("put", `/api/operator/tenants/${SHINE}/provisioning`, LINE);
  const { user } = await openShine();
  await user.click(screen.getByRole("radio", { name: "The tenant itself" }));
  await user.click(screen.getByRole("button", { name: "Save provisioning" }));
  await waitFor(() => expect(asked[0]?.body).toEqual({ mode: "SELF_SERVICE" }));
});
