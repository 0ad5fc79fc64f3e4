import { useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import type { ComponentType, ReactNode } from "react";
import { expect, test } from "vitest";
import { api, unwrap } from "@/api/client";
import { Loaded as CustomersLoaded } from "@/customer/ui/Loaded";
import { renderStaff } from "@/test/render";
import { answers } from "@/test/server";
import { Loaded as StaffsLoaded } from "./Loaded";

const PATH = "/api/admin/loyalty/summary";
const DOWN = { error: "Down.", code: "SERVICE_UNAVAILABLE", requestId: "r" };

type Loaded = typeof CustomersLoaded | typeof StaffsLoaded;

function Page({ with: Shown }: { with: Loaded }) {
  const query = useQuery({ queryKey: ["loyalty"], queryFn: () => unwrap(api.GET(PATH)) });
  const As = Shown as ComponentType<{
    query: typeof query;
    skeleton: ReactNode;
    children: () => ReactNode;
  }>;
  return (
    <As query={query} skeleton="Soon">
      {() => <button type="button">There</button>}
    </As>
  );
}

test.each([
  ["the staff", StaffsLoaded],
  ["customers", CustomersLoaded],
])("to %s, what is asked for again comes where the focus waits", async (_, shown) => {
  answers(PATH, DOWN, 503);
  const { user } = renderStaff(<Page with={shown} />);
  const again = { name: "Try again" };
  await user.click(await screen.findByRole("button", again));
  await waitFor(() => expect(screen.getByRole("button", again)).toBeVisible());
  expect(document.body).not.toHaveFocus();
  answers(PATH, {});
  await user.click(screen.getByRole("button", again));
  const there = await screen.findByRole("button", { name: "There" });
  expect(document.body).not.toHaveFocus();
  await user.tab();
  expect(there).toHaveFocus();
});
