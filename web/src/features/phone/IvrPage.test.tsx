import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderStaff } from "@/test/render";
import { answers, held, records, refusal } from "@/test/server";
import { configOf, MENU, NUMBER, PROTECTED } from "./fixtures";
import IvrPage from "./IvrPage";
import type { IvrMenu, PhoneConfig } from "./queries";

const ROUTING = "/api/admin/phone/routing";
const IVR_MENU = "/api/admin/phone/ivr-menu";
const WALK = "/api/admin/phone/ivr-menu/walk";

const begins = {
  pressed: null,
  said: "Thanks for calling Shine. For sales, press 1.",
  turn: "KEY",
  expects: "The caller has 6 seconds to press a key.",
  forwardTo: null,
} satisfies Schemas["WalkStep"];
const forwards = {
  pressed: "1",
  said: "",
  turn: "FORWARD",
  expects: "+15125550188 rings for 20 seconds.",
  forwardTo: "+15125550188",
} satisfies Schemas["WalkStep"];
const again = { ...begins, pressed: "9", said: "Sorry, that is not one of the choices." };

type Walked = { menu: IvrMenu; digits: string[] };

/** Plays a call as the API would: 1 forwards, everything else is no choice. */
function plays() {
  return records("post", WALK, ({ body }) => {
    const { digits } = body as Walked;
    const steps = digits.map((pressed) => (pressed === "1" ? forwards : { ...again, pressed }));
    return { steps: [begins, ...steps], isEnded: digits.includes("1") };
  });
}

const lastOf = (walks: { body: unknown }[]): Partial<Walked> => walks.at(-1)?.body ?? {};

async function opened(config: PhoneConfig = configOf(), menu: IvrMenu = MENU) {
  answers("/api/admin/phone/config", config);
  answers(IVR_MENU, menu);
  const walks = plays();
  const view = renderStaff(<IvrPage />);
  await screen.findByRole("region", { name: "Phone menu" });
  const part = (name: string) => within(screen.getByRole("region", { name }));
  return {
    ...view,
    walks,
    routing: part("Call routing"),
    menu: part("Phone menu"),
    tester: part("Try your menu"),
    key: (digit: string) => within(screen.getByRole("group", { name: `Key ${digit}` })),
  };
}

test("forwarding is saved with its number and greeting, as the API wants them", async () => {
  const { user, routing } = await opened();
  const asked = records("put", ROUTING, ({ body }) => body as object);
  await user.click(routing.getByRole("radio", { name: "Direct forward" }));
  await user.type(routing.getByLabelText("Number to forward to"), "(512) 555-0188");
  await user.type(routing.getByLabelText("Voicemail greeting"), "Leave a word.");
  expect(routing.getByText("Not saved yet")).toBeVisible();
  await user.click(routing.getByRole("button", { name: "Save routing" }));
  expect(await screen.findByText("Routing saved")).toBeVisible();
  expect(asked[0]?.body).toEqual({
    mode: "FORWARD",
    forwardTo: "+15125550188",
    greeting: "Leave a word.",
  });
});

test("a number that can’t be forwarded to is said at its field, which takes the focus", async () => {
  const { user, routing } = await opened();
  records("put", ROUTING, () =>
    refusal(400, "INVALID_REQUEST", "Calls could not follow this. Correct what is marked.", {
      fields: { forwardTo: ["That is one of our own lines: calls would go round in circles."] },
    }),
  );
  await user.click(routing.getByRole("radio", { name: "Direct forward" }));
  await user.click(routing.getByRole("button", { name: "Save routing" }));
  const field = routing.getByLabelText("Number to forward to");
  await waitFor(() => expect(field).toHaveFocus());
  expect(field).toHaveAccessibleDescription(/round in circles/);
});

test("a protected line’s routing is shown, locked, with the reason; its menu can be prepared", async () => {
  const { routing, menu } = await opened(configOf([PROTECTED], { provisioningMode: "MANAGED" }));
  expect(routing.getByText("Calls to (512) 555-0100 can’t be changed here")).toBeVisible();
  expect(routing.getByText(/live before ServicePro and is protected/)).toBeVisible();
  for (const choice of routing.getAllByRole("radio")) {
    expect(choice).toBeDisabled();
  }
  expect(routing.getByLabelText("Voicemail greeting")).toHaveAttribute("readonly");
  expect(routing.queryByRole("button", { name: "Save routing" })).not.toBeInTheDocument();
  expect(menu.getByRole("button", { name: "Save menu" })).toBeEnabled();
  expect(menu.getByText("Not in use")).toBeVisible();
});

test("a second line that isn’t protected unlocks the routing", async () => {
  const { routing } = await opened(configOf([PROTECTED, NUMBER]));
  expect(routing.getByRole("radio", { name: "IVR menu" })).toBeEnabled();
});

test("what the API refuses as protected is said where it was asked", async () => {
  const { user, routing } = await opened();
  const sentence = "This number carries live traffic and is protected: it cannot be changed here.";
  records("put", ROUTING, () => refusal(409, "PROTECTED_RESOURCE", sentence));
  await user.click(routing.getByRole("radio", { name: "IVR menu" }));
  await user.click(routing.getByRole("button", { name: "Save routing" }));
  expect(await routing.findByText(sentence)).toBeVisible();
  expect(routing.getByText("Not saved yet")).toBeVisible();
});

test("keys are added, changed, moved and removed by keyboard, and saved in their order", async () => {
  const { user, menu, key } = await opened();
  const asked = records("put", IVR_MENU, ({ body }) => {
    answers(IVR_MENU, body as IvrMenu);
    return body as IvrMenu;
  });

  menu.getByRole("button", { name: "Add a key" }).focus();
  await user.keyboard("{Enter}");
  expect(key("4").getByLabelText("For…")).toHaveFocus();
  await user.keyboard("directions");
  await user.selectOptions(key("4").getByLabelText("What it does"), "MESSAGE");
  await user.type(key("4").getByLabelText("What callers hear"), "Elm Street 12.");

  key("4").getByRole("button", { name: "Move up: key 4" }).focus();
  await user.keyboard("{Enter}");
  expect(key("4").getByRole("button", { name: "Move up: key 4" })).toHaveFocus();
  await user.keyboard("{Enter}{Enter}");
  expect(key("4").getByRole("button", { name: "Move up: key 4" })).toBeDisabled();
  expect(key("4").getByRole("button", { name: "Move down: key 4" })).toHaveFocus();

  key("2").getByRole("button", { name: "Remove: key 2" }).focus();
  await user.keyboard("{Enter}");
  expect(screen.queryByRole("group", { name: "Key 2" })).not.toBeInTheDocument();
  expect(key("3").getByRole("button", { name: "Remove: key 3" })).toHaveFocus();

  await user.click(menu.getByRole("button", { name: "Save menu" }));
  expect(await screen.findByText("Menu saved")).toBeVisible();
  const [{ body } = { body: null }] = asked;
  expect((body as IvrMenu).options).toEqual([
    {
      digit: "4",
      label: "directions",
      action: "MESSAGE",
      forwardTo: null,
      message: "Elm Street 12.",
    },
    MENU.options[0],
    MENU.options[2],
  ]);
  await waitFor(() => expect(menu.queryByText("Not saved yet")).not.toBeInTheDocument());
});

test("the last key removed leaves the focus at adding one", async () => {
  const { user, menu, key } = await opened(configOf(), {
    ...MENU,
    options: MENU.options.slice(0, 1),
  });
  await user.click(key("1").getByRole("button", { name: "Remove: key 1" }));
  expect(menu.getByRole("button", { name: "Add a key" })).toHaveFocus();
});

test("ten keys are all there are", async () => {
  const options = Array.from("1234567890", (digit) => ({
    digit,
    label: `number ${digit}`,
    action: "VOICEMAIL" as const,
    forwardTo: null,
    message: null,
  }));
  const { menu } = await opened(configOf(), { ...MENU, options });
  expect(menu.getByRole("button", { name: "Add a key" })).toBeDisabled();
  expect(menu.getByText("All ten keys are in use.")).toBeVisible();
});

test("what is plainly missing is marked before anything is sent", async () => {
  const { user, menu, key } = await opened();
  const asked = records("put", IVR_MENU, {});
  await user.clear(key("1").getByLabelText("Number to forward to"));
  await user.clear(key("2").getByLabelText("For…"));
  await user.click(menu.getByRole("button", { name: "Save menu" }));
  expect(key("1").getByLabelText("Number to forward to")).toHaveFocus();
  expect(key("2").getByLabelText("For…")).toHaveAccessibleDescription(/Say what this key is for/);
  expect(menu.getByRole("alert")).toHaveTextContent("Nothing is saved yet");
  expect(asked).toHaveLength(0);
});

test.each([
  [{ "options.0.forwardTo": ["Not a phone number like +15125550100."] }, /Not a phone number/],
  [{ options: ["Key 1: That is one of our own lines."] }, /one of our own lines/],
])("the API’s refusal %o stands at the key’s field", async (fields, words) => {
  const { user, menu, key } = await opened();
  records("put", IVR_MENU, () =>
    refusal(400, "INVALID_REQUEST", "Correct what is marked.", { fields }),
  );
  await user.type(menu.getByLabelText("Greeting"), "!");
  await user.click(menu.getByRole("button", { name: "Save menu" }));
  const field = key("1").getByLabelText("Number to forward to");
  await waitFor(() => expect(field).toHaveAccessibleDescription(words));
  expect(field).toHaveFocus();
});

test("a save that failed for a passing reason keeps everything and can be repeated", async () => {
  const { user, menu } = await opened();
  const asked = records("put", IVR_MENU, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."));
  await user.type(menu.getByLabelText("Greeting"), " Hello!");
  await user.click(menu.getByRole("button", { name: "Save menu" }));
  expect(await menu.findByText(/Nothing is lost/)).toBeVisible();
  expect(menu.getByLabelText("Greeting")).toHaveValue("Thanks for calling Shine. Hello!");
  await user.click(menu.getByRole("button", { name: "Save menu" }));
  await waitFor(() => expect(asked).toHaveLength(2));
  const keys = asked.map((each) => each.headers.get("Idempotency-Key"));
  expect(keys[0]).toBe(keys[1]);
});

test("what is typed while a save is under way stays, and is not saved yet", async () => {
  const { user, menu, routing } = await opened();
  const { arrived, release } = held();
  const saves = async ({ body }: { body: unknown }) => {
    await arrived;
    return body as object;
  };
  records("put", IVR_MENU, saves);
  records("put", ROUTING, saves);
  const greeting = menu.getByLabelText("Greeting");
  const voicemail = routing.getByLabelText("Voicemail greeting");
  await user.type(greeting, " Hello!");
  await user.type(voicemail, "Leave a word.");
  await user.click(menu.getByRole("button", { name: "Save menu" }));
  await user.click(routing.getByRole("button", { name: "Save routing" }));
  await user.type(greeting, " And welcome.");
  await user.type(voicemail, " Or two.");
  release();
  expect(await screen.findByText("Menu saved")).toBeVisible();
  expect(await screen.findByText("Routing saved")).toBeVisible();
  expect(greeting).toHaveValue("Thanks for calling Shine. Hello! And welcome.");
  expect(voicemail).toHaveValue("Leave a word. Or two.");
  expect(menu.getByText("Not saved yet")).toBeVisible();
  expect(routing.getByText("Not saved yet")).toBeVisible();
});

test("undoing brings back what is saved", async () => {
  const { user, menu } = await opened();
  await user.type(menu.getByLabelText("Greeting"), " Hello!");
  await user.click(menu.getByRole("button", { name: "Undo changes" }));
  expect(menu.getByLabelText("Greeting")).toHaveValue("Thanks for calling Shine.");
  expect(menu.getByRole("button", { name: "Save menu" })).toHaveFocus();
});

test("the tester plays the menu in the editor, key by key, as a log", async () => {
  const { user, tester, menu, walks } = await opened();
  const log = await tester.findByRole("log", { name: "The call so far" });
  expect(within(log).getByText(`“${begins.said}”`)).toBeVisible();

  await user.type(menu.getByLabelText("Greeting"), " Hello!");
  await waitFor(() =>
    expect(lastOf(walks).menu?.greeting).toBe("Thanks for calling Shine. Hello!"),
  );

  await user.click(tester.getByRole("button", { name: "9" }));
  expect(await tester.findByText("Caller presses 9")).toBeVisible();
  await user.click(tester.getByRole("button", { name: "Press nothing" }));
  expect(await tester.findByText("Caller presses nothing")).toBeVisible();
  await user.keyboard("{Tab}");
  await user.click(tester.getByRole("button", { name: "1" }));
  expect(await tester.findByText("(512) 555-0188 rings for 20 seconds.")).toBeVisible();
  expect(lastOf(walks).digits).toEqual(["9", "", "1"]);

  const callAgain = tester.getByRole("button", { name: "Call again" });
  await waitFor(() => expect(callAgain).toHaveFocus());
  expect(tester.getByRole("button", { name: "1" })).toBeDisabled();
  await user.click(callAgain);
  await waitFor(() => expect(tester.queryByText("Caller presses 9")).not.toBeInTheDocument());
});

test("with the focus on the keypad, the keyboard presses its keys", async () => {
  const { user, tester, walks } = await opened();
  await tester.findByText("Call begins");
  tester.getByRole("button", { name: "5" }).focus();
  await user.keyboard("#");
  expect(await tester.findByText("Caller presses #")).toBeVisible();
  expect(lastOf(walks).digits).toEqual(["#"]);
});

test("a menu that calls could not follow can’t be tried yet, and says why", async () => {
  const { user, tester, key } = await opened();
  records("post", WALK, () =>
    refusal(400, "INVALID_REQUEST", "Correct it.", {
      fields: { "menu.options.0.forwardTo": ["Not a phone number like +15125550100."] },
    }),
  );
  await user.type(key("1").getByLabelText("Number to forward to"), "x");
  expect(await tester.findByText("Not a phone number like +15125550100.")).toBeVisible();
  await user.clear(key("1").getByLabelText("Number to forward to"));
  expect(await tester.findByText("Correct what’s marked in the editor first.")).toBeVisible();
  expect(tester.getByRole("button", { name: "1" })).toBeDisabled();
});

test("leaving with unsaved changes asks first", async () => {
  const { user, menu } = await opened();
  expect(window.dispatchEvent(new Event("beforeunload", { cancelable: true }))).toBe(true);
  await user.type(menu.getByLabelText("Greeting"), "!");
  expect(window.dispatchEvent(new Event("beforeunload", { cancelable: true }))).toBe(false);
});

test("settings that can’t be loaded offer to try again", async () => {
  answers(
    "/api/admin/phone/config",
    { error: "", code: "SERVICE_UNAVAILABLE", requestId: "r" },
    503,
  );
  answers(IVR_MENU, MENU);
  plays();
  const { user } = renderStaff(<IvrPage />);
  const button = await screen.findByRole("button", { name: "Try again" });
  answers("/api/admin/phone/config", configOf());
  await user.click(button);
  expect(await screen.findByRole("region", { name: "Phone menu" })).toBeVisible();
});
