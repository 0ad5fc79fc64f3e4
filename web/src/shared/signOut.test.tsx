import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Shell } from "@/customer/Shell";
import { SignOut } from "@/staff/SignOut";
import { renderCustomer, renderStaff } from "@/test/render";
import { records, refusal } from "@/test/server";

const PATH = "/api/auth/logout";
const BUTTON = { name: "Sign out" };
const away = () => refusal(503, "SERVICE_UNAVAILABLE", "Down.");

function holdsBack(event: Event) {
  event.preventDefault();
}

test("signing out ends the session, forgets what was begun, and leaves", async () => {
  const asked = records("post", PATH, () => new Response(null, { status: 204 }));
  const leave = vi.fn();
  sessionStorage.setItem("a draft", "of a booking");
  const { user } = renderStaff(<SignOut leave={leave} />);
  await user.click(screen.getByRole("button", BUTTON));
  await expect.poll(() => leave.mock.calls).toEqual([["/sign-in?signed-out"]]);
  expect(asked).toHaveLength(1);
  expect(sessionStorage).toHaveLength(0);
});

test("a session that is over already is left as well", async () => {
  records("post", PATH, () => refusal(401, "UNAUTHENTICATED", "Sign in."));
  const leave = vi.fn();
  const { user } = renderStaff(<SignOut leave={leave} />);
  await user.click(screen.getByRole("button", BUTTON));
  await expect.poll(() => leave.mock.calls).toEqual([["/sign-in?signed-out"]]);
});

test.each([
  ["staff", (leave: () => void) => renderStaff(<SignOut leave={leave} />)],
  ["a customer", (leave: () => void) => renderCustomer(<Shell leave={leave}>Page</Shell>)],
])("a failure is said, and %s stays", async (_, see) => {
  records("post", PATH, away);
  const leave = vi.fn();
  sessionStorage.setItem("a draft", "of a booking");
  const { user } = see(leave);
  await user.click(screen.getByRole("button", BUTTON));
  expect(await screen.findByRole("alert")).toHaveTextContent("You’re still signed in");
  expect(leave).not.toHaveBeenCalled();
  expect(sessionStorage).toHaveLength(1);
});

test("what is not saved is asked about before the session ends, and not once more after it", async () => {
  const asked = records("post", PATH, () => new Response(null, { status: 204 }));
  const leave = vi.fn();
  window.addEventListener("beforeunload", holdsBack);
  const { user } = renderStaff(<SignOut leave={leave} />);
  await user.click(screen.getByRole("button", BUTTON));
  expect(screen.getByRole("dialog", { name: "Sign out without saving?" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(asked).toHaveLength(0);
  await user.click(screen.getByRole("button", BUTTON));
  await user.click(screen.getByRole("button", { name: "Sign out without saving" }));
  await expect.poll(() => leave.mock.calls).toHaveLength(1);
  const closing = new Event("beforeunload", { cancelable: true });
  expect(window.dispatchEvent(closing)).toBe(true);
  window.removeEventListener("beforeunload", holdsBack);
});
