import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderStaff } from "@/test/render";
import { Pages } from "./Pages";

test("the ends of a list are no steps", async () => {
  const onPage = vi.fn();
  const { user } = renderStaff(<Pages page={1} pageSize={20} total={40} onPage={onPage} />);
  expect(screen.getByText("Page 1 of 2")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Previous" }));
  expect(onPage).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Next" }));
  expect(onPage.mock.calls).toEqual([[2]]);
});

test.each([
  [3, 40, 2],
  [2, 20, 1],
  [2, 0, 1],
])("page %s of a list of %s is past its end, which is page %s", (page, total, last) => {
  const onPage = vi.fn();
  renderStaff(<Pages page={page} pageSize={20} total={total} onPage={onPage} />);
  expect(onPage.mock.calls).toEqual([[last]]);
  expect(screen.queryByText(/Page 3/)).not.toBeInTheDocument();
});
