import { screen } from "@testing-library/react";
import { type ComponentType, createElement, Suspense } from "react";
import { expect, test, vi } from "vitest";
import { retryable } from "@/shared/retryable";
import { renderStaff } from "@/test/render";
import { PageBoundary } from "./ErrorBoundary";

type Props = { of: () => ComponentType };

const Shown = ({ of }: Props) => createElement(of());

test("a page whose code did not arrive says so within the shell, and is fetched anew when asked", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const load = vi
    .fn<() => Promise<{ default: ComponentType }>>()
    .mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"))
    .mockResolvedValue({ default: () => <p>The page</p> });
  const { user } = renderStaff(
    <PageBoundary place="here">
      <Suspense>
        <Shown of={retryable(load)} />
      </Suspense>
    </PageBoundary>,
  );
  await screen.findByRole("heading", { name: "This page couldn’t be loaded" });
  expect(load).toHaveBeenCalledTimes(1);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("The page")).toBeVisible();
});
