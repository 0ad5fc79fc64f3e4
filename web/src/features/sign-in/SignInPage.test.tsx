import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "@/api/client";
import { CUSTOMER, OWNER, renderCustomer } from "@/test/render";
import { answers, records, refusal, server } from "@/test/server";
import SignInPage from "./SignInPage";

const LOGIN = "/api/auth/login";
const ACCEPTED = { user: CUSTOMER, csrfToken: "token" } satisfies Schemas["SignedIn"];

beforeEach(() => {
  answers("/api/auth/me", { error: "", code: "UNAUTHENTICATED", requestId: "" }, 401);
});

async function open(at = "/sign-in") {
  const leave = vi.fn();
  const { user } = renderCustomer(<SignInPage leave={leave} />, { at });
  await screen.findByLabelText("E-mail");
  const fill = async (password = "demo-password") => {
    await user.type(screen.getByLabelText("E-mail"), "casey@clean-machine.test");
    await user.type(screen.getByLabelText("Password"), password);
  };
  const press = () => user.click(screen.getByRole("button", { name: "Sign in" }));
  return { user, leave, fill, press };
}

test.each([
  ["/sign-in", "/portal/rewards"],
  ["/sign-in?next=%2Fbooking%3Fservices%3D1", "/booking?services=1"],
  ["/sign-in?next=https%3A%2F%2Fevil.test", "/portal/rewards"],
  ["/sign-in?next=%2F%2Fevil.test", "/portal/rewards"],
])("from %s, signing in leads to %s", async (at, destination) => {
  const asked = records("post", LOGIN, ACCEPTED);
  const { leave, fill, user } = await open(at);
  await fill();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(leave).toHaveBeenCalledExactlyOnceWith(destination));
  expect(asked[0]?.body).toEqual({
    email: "casey@clean-machine.test",
    password: "demo-password",
  });
});

test("whoever is signed in already is led on", async () => {
  answers("/api/auth/me", { user: OWNER, csrfToken: "token" });
  const leave = vi.fn();
  renderCustomer(<SignInPage leave={leave} />, { at: "/sign-in" });
  await waitFor(() => expect(leave).toHaveBeenCalledExactlyOnceWith("/setup-wizard"));
  expect(screen.queryByLabelText("Password")).not.toBeInTheDocument();
});

test("where the gateway saw no cookie, nobody is asked who is signed in", async () => {
  const asked = vi.fn(() => HttpResponse.json(ACCEPTED));
  server.use(http.get("*/api/auth/me", asked));
  document.head.innerHTML = '<meta name="session" content="none" />';
  await open();
  document.head.innerHTML = "";
  expect(asked).not.toHaveBeenCalled();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

test.each([
  [401, "INVALID_CREDENTIALS", "That e-mail and password don’t match an account."],
  [429, "TOO_MANY_ATTEMPTS", "Too many tries. Wait a few minutes, then try again."],
  [503, "SERVICE_UNAVAILABLE", /isn’t answering right now/],
])("a refusal with %i is told, and nothing typed is lost", async (status, code, words) => {
  records("post", LOGIN, () => refusal(status, code, "No."));
  const { leave, fill, press } = await open();
  await fill();
  await press();
  const summary = await screen.findByRole("alert");
  expect(summary).toHaveTextContent(words);
  expect(summary).toHaveFocus();
  expect(screen.getByLabelText("E-mail")).toHaveValue("casey@clean-machine.test");
  expect(screen.getByLabelText("Password")).toHaveValue("demo-password");
  expect(leave).not.toHaveBeenCalled();
});

test("a second refusal takes the focus again", async () => {
  records("post", LOGIN, () => refusal(401, "INVALID_CREDENTIALS", "No."));
  const { fill, press } = await open();
  await fill();
  await press();
  await screen.findByRole("alert");
  await press();
  await waitFor(() => expect(screen.getByRole("alert")).toHaveFocus());
});

test("what is missing is said at its field, which takes the focus", async () => {
  const asked = records("post", LOGIN, ACCEPTED);
  const { user, press } = await open();
  await press();
  expect(screen.getByLabelText("E-mail")).toHaveFocus();
  expect(screen.getByLabelText("E-mail")).toHaveAccessibleDescription("Enter your e-mail address.");
  await user.type(screen.getByLabelText("E-mail"), "casey@clean-machine.test");
  await press();
  expect(screen.getByLabelText("Password")).toHaveFocus();
  expect(asked).toHaveLength(0);
});

test("two clicks sign in once", async () => {
  const asked = records("post", LOGIN, ACCEPTED);
  const { user, leave, fill } = await open();
  await fill();
  await user.dblClick(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(leave).toHaveBeenCalledOnce());
  expect(asked).toHaveLength(1);
});

test("the fields can be filled by a password manager, pasted into and read", async () => {
  const { user } = await open();
  expect(screen.getByLabelText("E-mail")).toHaveAttribute("autocomplete", "username");
  const password = screen.getByLabelText("Password");
  expect(password).toHaveAttribute("autocomplete", "current-password");
  await user.click(password);
  await user.paste("from a manager");
  expect(password).toHaveValue("from a manager");
  expect(password).toHaveAttribute("type", "password");
  await user.click(screen.getByLabelText("Show password"));
  expect(password).toHaveAttribute("type", "text");
});

test("after signing out, the page says so", async () => {
  await open("/sign-in?signed-out");
  expect(screen.getByText("You’re signed out.")).toBeInTheDocument();
});
