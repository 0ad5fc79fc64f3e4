import { screen } from "@testing-library/react";
import { Link, Route, Routes } from "react-router";
import { afterEach, expect, test, vi } from "vitest";
import { renderStaff } from "@/test/render";
import { OFFLINE_LINK, useOfflineLinks } from "./useOfflineLinks";

const fetched = { path: "/fetched", load: async () => ({ default: () => null }) };
const unfetched = { path: "/unfetched", load: () => Promise.reject(new TypeError("Failed")) };

afterEach(() => vi.restoreAllMocks());

function see({ isOnline = false } = {}) {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(isOnline);
  return renderStaff(<Page />);
}

function Page() {
  const offline = useOfflineLinks([fetched, unfetched]);
  return (
    <div onClickCapture={offline.onClickCapture}>
      <Routes>
        <Route path="/" element="Here" />
        <Route path="*" element="There" />
      </Routes>
      <Link to="/fetched">Fetched</Link>
      <Link to="/unfetched">Unfetched</Link>
      <a href="/api/docs">Another document</a>
      <a href="https://example.com/">Another site</a>
      {offline.isKept && <p>{OFFLINE_LINK}</p>}
    </div>
  );
}

test.each(["Unfetched", "Another document", "Another site"])(
  "offline a link to what was not fetched keeps the page: %s",
  async (name) => {
    const { user } = see();
    await user.click(screen.getByRole("link", { name }));
    expect(await screen.findByText(OFFLINE_LINK)).toBeVisible();
    expect(screen.getByText("Here")).toBeVisible();
  },
);

test("offline a page that was fetched before opens", async () => {
  const { user } = see();
  await user.click(screen.getByRole("link", { name: "Fetched" }));
  expect(await screen.findByText("There")).toBeVisible();
});

test("with a connection links are the router's", async () => {
  const { user } = see({ isOnline: true });
  await user.click(screen.getByRole("link", { name: "Unfetched" }));
  expect(screen.getByText("There")).toBeVisible();
});
