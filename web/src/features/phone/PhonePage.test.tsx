import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderStaff } from "@/test/render";
import { answers, records, refusal, server } from "@/test/server";
import {
  configOf,
  lineCheck,
  message,
  NUMBER,
  numberCheck,
  PROTECTED,
  pageOf,
  serviceCheck,
  theirs,
  voicemail,
} from "./fixtures";
import PhonePage from "./PhonePage";
import type { LineCheck, NumberOfOurs, PhoneConfig } from "./queries";

const CONFIG = "/api/admin/phone/config";
const HEALTH = "/api/admin/phone/health";
const MESSAGES = "/api/admin/phone/messages";
const VOICEMAILS = "/api/admin/phone/voicemails";
const AWAY = { error: "Down.", code: "SERVICE_UNAVAILABLE", requestId: "r" };

async function line(config: PhoneConfig = configOf(), health: LineCheck = lineCheck()) {
  answers(CONFIG, config);
  answers(HEALTH, health);
  const view = renderStaff(<PhonePage />, { at: "/admin/phone" });
  await screen.findByRole("region", { name: "Your numbers" });
  const part = (name: string) => within(screen.getByRole("region", { name }));
  return {
    ...view,
    numbers: part("Your numbers"),
    service: part("Messaging service"),
    health: part("Line health"),
    test: part("Send a test message"),
  };
}

const unable = (reason: string, part: Partial<NumberOfOurs> = {}): NumberOfOurs => ({
  ...NUMBER,
  registrationStatus: "UNREGISTERED",
  canSend: false,
  cannotSendReason: reason,
  ...part,
});

test("a number says whether it can send today", async () => {
  const { numbers } = await line();
  expect(numbers.getByText("(512) 555-0123")).toBeVisible();
  expect(numbers.getByText("Main number", { exact: false })).toBeVisible();
  expect(numbers.getByText("Registered")).toBeVisible();
  expect(numbers.getByText("Can send texts today")).toBeVisible();
});

test.each<[string, Partial<NumberOfOurs>, boolean]>([
  ["Your texting campaign is ready: submit it on the A2P page.", {}, true],
  ["Carriers are still registering this number.", { registrationStatus: "PENDING" }, false],
  ["Carriers refused to register this number.", { registrationStatus: "FAILED" }, false],
  [
    "This number cannot send texts. Choose one that can.",
    { capabilities: { voice: true, sms: false, mms: false } },
    false,
  ],
])("a number that can’t send says why: %s", async (reason, part, leadsToA2p) => {
  const { numbers, test: sending } = await line(configOf([unable(reason, part)]));
  expect(numbers.getByText("Can’t send texts yet")).toBeVisible();
  expect(numbers.getByText(reason)).toBeVisible();
  expect(numbers.queryAllByRole("link", { name: "Go to the A2P page" })).toHaveLength(
    leadsToA2p ? 1 : 0,
  );
  const send = sending.getByRole("button", { name: "Send test message" });
  expect(send).toBeDisabled();
  expect(send).toHaveAccessibleDescription(expect.stringContaining(reason));
});

test("a protected line says that nothing here changes it", async () => {
  const { numbers, health } = await line(
    configOf([PROTECTED], { provisioningMode: "MANAGED" }),
    lineCheck({
      numbers: [numberCheck({ protected: true, hasOurWebhooks: null, isInPool: null })],
      services: [serviceCheck({ protected: true, hasOurWebhooks: null })],
    }),
  );
  expect(numbers.getByText("Protected")).toBeVisible();
  expect(numbers.getByText(/nothing here changes it/)).toBeVisible();
  expect(numbers.queryByRole("button", { name: "Add a number" })).not.toBeInTheDocument();
  expect(numbers.getByText(/Numbers are chosen for you/)).toBeVisible();
  expect(await health.findByText("Calls and texts go where they always went")).toBeVisible();
  const repair = health.getByRole("button", { name: "Repair line" });
  expect(repair).toBeDisabled();
  expect(repair).toHaveAccessibleDescription(/only looked at, never changed/);
});

test.each([
  ["MANAGED", /We’re preparing your line/, 0],
  ["SELF_SERVICE", /Add a number, and customers can call/, 1],
] as const)("without a number, %s says what comes next", async (provisioningMode, words, adds) => {
  const config = configOf([], { provisioningMode, messagingServiceSid: null });
  const { numbers, health } = await line(config, lineCheck({ numbers: [], services: [] }));
  expect(numbers.getByText(words)).toBeVisible();
  expect(numbers.queryAllByRole("button", { name: "Add a number" })).toHaveLength(adds);
  expect(await health.findByText("There’s no line to check yet.")).toBeVisible();
});

test("another number is bought here too, and the focus stays on the page", async () => {
  const { user, numbers } = await line();
  const offered = {
    phoneNumber: "+15125550111",
    locality: "Austin",
    region: "TX",
    monthlyPrice: 1.15,
  };
  answers(
    "/api/admin/phone/available-numbers",
    pageOf([{ ...offered, capabilities: NUMBER.capabilities }]),
  );
  records("post", "/api/admin/phone/numbers", {}, 201);
  await user.click(numbers.getByRole("button", { name: "Add a number" }));
  await user.click(numbers.getByRole("button", { name: "Search numbers" }));
  await user.click(await numbers.findByRole("button", { name: "Choose (512) 555-0111" }));
  await user.click(screen.getByRole("button", { name: "Buy for $1.15 a month" }));
  expect(await screen.findByText("Bought: (512) 555-0111")).toBeVisible();
  await waitFor(() => expect(screen.getByRole("heading", { name: "Your numbers" })).toHaveFocus());
});

test("a missing messaging service is linked, and a refusal says what comes first", async () => {
  const { user, service } = await line(configOf([NUMBER], { messagingServiceSid: null }));
  const LINK = "/api/admin/phone/messaging-service";
  const first = "Prepare your texting campaign first: the messaging service belongs to it.";
  records("post", LINK, () => refusal(409, "CAMPAIGN_NOT_SUBMITTED", first));
  await user.click(service.getByRole("button", { name: "Link messaging service" }));
  expect(await service.findByText(first)).toBeVisible();

  records("post", LINK, () => {
    answers(CONFIG, configOf());
    return configOf();
  });
  await user.click(service.getByRole("button", { name: "Link messaging service" }));
  expect(await service.findByText("Linked: texts go out through it.")).toBeVisible();
  await waitFor(() =>
    expect(screen.getByRole("heading", { level: 2, name: "Messaging service" })).toHaveFocus(),
  );
});

test("what is wrong at Twilio is named and repaired", async () => {
  const broken = lineCheck({
    isHealthy: false,
    numbers: [numberCheck({ hasOurWebhooks: false, isInPool: false })],
    lastError: {
      code: 30005,
      explanation: "That number does not exist.",
      at: "2026-03-03T13:00:00Z",
    },
  });
  const { user, health } = await line(configOf(), broken);
  expect(await health.findByText("Needs attention")).toBeVisible();
  expect(health.getByText("Calls and texts don’t reach ServicePro")).toBeVisible();
  expect(health.getByText("Not connected to the messaging service")).toBeVisible();
  expect(health.getByText(/That number does not exist/)).toBeVisible();
  const asked = records("post", "/api/admin/phone/repair", lineCheck());
  await user.click(health.getByRole("button", { name: "Repair line" }));
  expect(await screen.findByText("Line repaired")).toBeVisible();
  expect(health.getByText("All good")).toBeVisible();
  expect(asked).toHaveLength(1);
  expect(health.getByRole("button", { name: "Repair line" })).toBeDisabled();
});

test("a number that is gone is support’s affair", async () => {
  const gone = lineCheck({ isHealthy: false, numbers: [numberCheck({ isOwned: false })] });
  const { health } = await line(configOf(), gone);
  const repair = await health.findByRole("button", { name: "Repair line" });
  expect(repair).toHaveAccessibleDescription(/can’t be repaired from here. Contact support/);
});

test("while Twilio is away, what is stored is told as such", async () => {
  const stored = numberCheck({ isOwned: null, hasOurWebhooks: null, isInPool: null });
  const away = lineCheck({ isHealthy: false, twilioAnswered: false, numbers: [stored] });
  const { health } = await line(configOf(), away);
  expect(await health.findByText("Not checked")).toBeVisible();
  expect(health.getByText(/Twilio isn’t answering right now/)).toBeVisible();
  expect(health.getByRole("button", { name: "Repair line" })).toBeDisabled();
});

test("a check that fails leaves the rest of the page standing", async () => {
  answers(CONFIG, configOf());
  answers(HEALTH, AWAY, 503);
  renderStaff(<PhonePage />);
  expect(await screen.findByText("(512) 555-0123")).toBeVisible();
  const health = within(screen.getByRole("region", { name: "Line health" }));
  expect(await health.findByRole("button", { name: "Try again" })).toBeVisible();
});

const SEND = "/api/admin/phone/test-message";

test("a test message is sent and followed until it is there", async () => {
  const { user, test: sending } = await line();
  const sent = message({
    status: "SENDING",
    toNumber: "+15125550199",
    createdAt: new Date().toISOString(),
  });
  const asked = records("post", SEND, sent, 201);
  answers(MESSAGES, pageOf([sent]));
  await user.type(sending.getByLabelText("Mobile number"), "512-555-0199");
  await user.click(sending.getByRole("button", { name: "Send test message" }));
  expect(await sending.findByText("On its way")).toBeVisible();
  expect(asked[0]?.body).toEqual({ to: "+15125550199" });
  const why = "The phone is switched off or out of reach.";
  answers(
    MESSAGES,
    pageOf([{ ...sent, status: "UNDELIVERED", errorCode: 30003, explanation: why }]),
  );
  expect(await sending.findByText("Not delivered", {}, { timeout: 5_000 })).toBeVisible();
  expect(sending.getByText(why)).toBeVisible();
});

test("a refusal to send says the reason and the next step, and takes the focus", async () => {
  const { user, test: sending } = await line();
  const reason = "This person has replied STOP and gets no more texts until they reply START.";
  records("post", SEND, () => refusal(409, "CANNOT_SEND", reason));
  answers(MESSAGES, pageOf([]));
  await user.type(sending.getByLabelText("Mobile number"), "512-555-0199");
  await user.click(sending.getByRole("button", { name: "Send test message" }));
  const notice = await sending.findByText(reason);
  await waitFor(() => expect(document.activeElement).toContainElement(notice));
  expect(document.activeElement).not.toBe(document.body);
});

test("a number that is none is said at the field", async () => {
  const { user, test: sending } = await line();
  const wrong = "Not a phone number like +15125550100.";
  records("post", SEND, () =>
    refusal(400, "INVALID_REQUEST", "Look again.", { fields: { to: [wrong] } }),
  );
  const field = sending.getByLabelText("Mobile number");
  await user.click(sending.getByRole("button", { name: "Send test message" }));
  expect(field).toHaveAccessibleDescription(/Say which number/);
  await user.type(field, "12");
  await user.click(sending.getByRole("button", { name: "Send test message" }));
  await waitFor(() => expect(field).toHaveAccessibleDescription(expect.stringContaining(wrong)));
  expect(field).toHaveFocus();
});

const at = (view: string) => ({ at: `/admin/phone?view=${view}` });

test("texts stand by person, oldest first, with their delivery in words", async () => {
  const why = "That number is not a mobile phone.";
  answers(
    MESSAGES,
    pageOf([
      theirs("Great, thanks", { createdAt: "2026-03-03T15:02:00Z" }),
      message({ createdAt: "2026-03-03T15:01:00Z" }),
      message({ toNumber: "+15125550166", status: "FAILED", errorCode: 21614, explanation: why }),
    ]),
  );
  renderStaff(<PhonePage />, at("messages"));
  const thread = within(await screen.findByRole("article", { name: "Texts with (512) 555-0177" }));
  const texts = thread.getAllByRole("listitem").map((each) => each.textContent);
  expect(texts[0]).toMatch(/You wrote.*See you tomorrow at 9\..*Delivered/);
  expect(texts[1]).toMatch(/They wrote.*9:02.*Great, thanks/);
  const failed = within(screen.getByRole("article", { name: "Texts with (512) 555-0166" }));
  expect(failed.getByText("Not sent")).toBeVisible();
  expect(failed.getByText(why)).toBeVisible();
});

test("whoever replied STOP is marked", async () => {
  answers(MESSAGES, pageOf([theirs("Stop"), message()]));
  renderStaff(<PhonePage />, at("messages"));
  expect(await screen.findByText("Opted out")).toBeVisible();
  expect(screen.getByText(/gets no more texts until they reply START/)).toBeVisible();
});

test.each([
  ["messages", MESSAGES, "Show older texts", "Older texts couldn’t be loaded"],
  ["voicemails", VOICEMAILS, "Show older voicemails", "Older voicemails couldn’t be loaded"],
])(
  "older %s that don’t come are said to be missing, and can be asked for again",
  async (view, path, more, failed) => {
    const [newest, oldest] =
      view === "messages" ? [message(), message()] : [voicemail(), voicemail()];
    let isDown = true;
    server.use(
      http.get(`*${path}`, ({ request }) => {
        if (new URL(request.url).searchParams.get("page") !== "2") {
          return HttpResponse.json(pageOf([newest], 21));
        }
        return isDown
          ? refusal(503, "SERVICE_UNAVAILABLE", "Down.")
          : HttpResponse.json(pageOf([oldest], 21, 2));
      }),
    );
    const { user } = renderStaff(<PhonePage />, at(view));
    const button = await screen.findByRole("button", { name: more });
    await user.click(button);
    expect(await screen.findByRole("alert")).toHaveTextContent(failed);
    expect(button).toHaveFocus();
    isDown = false;
    await user.click(button);
    await waitFor(() => expect(button).not.toBeInTheDocument());
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(document.body).not.toHaveFocus();
  },
);

test("older texts are fetched on request", async () => {
  server.use(
    http.get(`*${MESSAGES}`, ({ request }) =>
      new URL(request.url).searchParams.get("page") === "2"
        ? HttpResponse.json(pageOf([message({ body: "The oldest" })], 21, 2))
        : HttpResponse.json(pageOf([message({ body: "The newest" })], 21)),
    ),
  );
  const { user } = renderStaff(<PhonePage />, at("messages"));
  await user.click(await screen.findByRole("button", { name: "Show older texts" }));
  expect(await screen.findByText("The oldest")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Show older texts" })).not.toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "Messages" })).toHaveFocus();
});

test.each([
  ["messages", MESSAGES, "No texts yet"],
  ["voicemails", VOICEMAILS, "No voicemails"],
])("no %s says so", async (view, path, words) => {
  answers(path, pageOf([]));
  renderStaff(<PhonePage />, at(view));
  expect(await screen.findByText(words)).toBeVisible();
});

test.each([
  ["messages", MESSAGES],
  ["voicemails", VOICEMAILS],
])("%s that can’t be loaded offer to try again", async (view, path) => {
  answers(path, AWAY, 503);
  const { user } = renderStaff(<PhonePage />, at(view));
  const again = await screen.findByRole("button", { name: "Try again" });
  answers(path, pageOf([]));
  await user.click(again);
  expect(await screen.findByText(/^No (texts yet|voicemails)$/)).toBeVisible();
});

test("a voicemail plays from the API, and counts as heard once it does", async () => {
  const mail = voicemail();
  answers(VOICEMAILS, pageOf([mail]));
  const asked = records("patch", `${VOICEMAILS}/${mail.id}`, () => {
    answers(VOICEMAILS, pageOf([{ ...mail, heardAt: "2026-03-03T16:00:00Z" }]));
    return mail;
  });
  const { user } = renderStaff(<PhonePage />, at("voicemails"));
  expect(await screen.findByText("(512) 555-0177")).toBeVisible();
  expect(screen.getByText(/1 min 20 s/)).toBeVisible();
  expect(screen.getByText("New")).toBeVisible();
  const player = screen.getByLabelText(/^Voicemail from \(512\) 555-0177/);
  expect(player).toHaveAttribute("src", `${VOICEMAILS}/${mail.id}/audio`);
  fireEvent.play(player);
  await waitFor(() => expect(screen.queryByText("New")).not.toBeInTheDocument());
  expect(asked.map((each) => each.body)).toEqual([{ isHeard: true }]);
  await user.click(screen.getByRole("button", { name: "Mark as new: (512) 555-0177" }));
  await waitFor(() => expect(asked.at(-1)?.body).toEqual({ isHeard: false }));
});

test("a recording that doesn’t play says why, and can be tried again", async () => {
  const mail = voicemail({ fromNumber: null });
  answers(VOICEMAILS, pageOf([mail]));
  const away = "Twilio is not answering right now. Nothing is lost; try again in a moment.";
  server.use(http.get(`*${VOICEMAILS}/:id/audio`, () => refusal(503, "PHONE_TWILIO_ERROR", away)));
  const { user } = renderStaff(<PhonePage />, at("voicemails"));
  fireEvent.error(await screen.findByLabelText(/^Voicemail from Unknown caller/));
  expect(await screen.findByText(away)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.getByLabelText(/^Voicemail from Unknown caller/)).toBeVisible();
});
