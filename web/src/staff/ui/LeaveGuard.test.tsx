import { fireEvent, screen } from "@testing-library/react";
import { Link, Route, Routes } from "react-router";
import { expect, test } from "vitest";
import { watchHistory } from "@/shared/historyGuard";
import { renderStaff } from "@/test/render";
import { LeaveGuard } from "./LeaveGuard";

function page(isDirty: boolean) {
  return renderStaff(
    <Routes>
      <Route
        path="/form"
        element={
          <>
            <Link to="/elsewhere?tab=1">Elsewhere</Link>
            <LeaveGuard isDirty={isDirty} />
          </>
        }
      />
      <Route path="/elsewhere" element={<p>Arrived</p>} />
    </Routes>,
    { at: "/form" },
  );
}

const closesAtOnce = () => fireEvent(window, new Event("beforeunload", { cancelable: true }));

test("without changes, a link leads away and the tab closes at once", async () => {
  const { user } = page(false);
  expect(closesAtOnce()).toBe(true);
  await user.click(screen.getByRole("link", { name: "Elsewhere" }));
  expect(screen.getByText("Arrived")).toBeVisible();
});

test("with changes, a link asks first; staying keeps the page and the focus", async () => {
  const { user } = page(true);
  expect(closesAtOnce()).toBe(false);
  const link = screen.getByRole("link", { name: "Elsewhere" });
  await user.click(link);
  expect(screen.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(link).toHaveFocus();
});

test("whoever leaves all the same arrives", async () => {
  const { user } = page(true);
  await user.click(screen.getByRole("link", { name: "Elsewhere" }));
  await user.click(screen.getByRole("button", { name: "Leave without saving" }));
  expect(screen.getByText("Arrived")).toBeVisible();
});

test("Back is undone and asked about, and goes back once it is allowed", async () => {
  watchHistory();
  window.history.replaceState({ idx: 0 }, "");
  window.history.pushState({ idx: 1 }, "");
  const { user } = page(true);
  const heard: unknown[] = [];
  const router = () => heard.push(window.history.state);
  window.addEventListener("popstate", router);
  window.history.back();
  await screen.findByRole("dialog", { name: "Leave without saving?" });
  await expect.poll(() => window.history.state).toEqual({ idx: 1 });
  await user.click(screen.getByRole("button", { name: "Leave without saving" }));
  await expect.poll(() => heard.at(-1)).toEqual({ idx: 0 });
  window.removeEventListener("popstate", router);
});
