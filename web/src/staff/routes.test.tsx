import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderStaff } from "@/test/render";
import { answers } from "@/test/server";
import { StaffRoutes } from "./routes";

test("while it can’t be known who is here, the page is still a page", async () => {
  answers("/api/auth/me", { error: "", code: "SERVICE_UNAVAILABLE", requestId: "r" }, 503);
  renderStaff(<StaffRoutes />);
  expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
  expect(screen.getByRole("main")).toBeVisible();
  expect(screen.getByRole("heading", { level: 1 })).toBeVisible();
});
