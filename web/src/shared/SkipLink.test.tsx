import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderStaff } from "@/test/render";
import { SkipLink } from "./SkipLink";

test("skipping takes the focus to the page, and is no step in the history", async () => {
  const { user } = renderStaff(
    <>
      <SkipLink />
      <main id="content" tabIndex={-1} />
    </>,
  );
  const before = window.history.length;
  await user.click(screen.getByRole("link", { name: "Skip to the page" }));
  expect(screen.getByRole("main")).toHaveFocus();
  expect(window.history.length).toBe(before);
  expect(window.location.hash).toBe("");
});
