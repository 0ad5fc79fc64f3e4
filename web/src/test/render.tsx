import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { makeQueryClient } from "@/shared/queryClient";
import { SessionProvider, type User } from "@/shared/session";
import { cssVariables, theme } from "@/staff/theme";
import { Toasts } from "@/staff/ui/Toasts";

export const OWNER: User = {
  id: "00000000-0000-4000-8000-00000000a001",
  email: "owner@shine.test",
  name: "Dana Reyes",
  role: "owner",
  tenantId: "00000000-0000-4000-8000-0000000000c2",
  tenantName: "Shine Studio",
  timeZone: "America/Chicago",
};

export const CUSTOMER: User = {
  ...OWNER,
  id: "00000000-0000-4000-8000-0000000000d1",
  email: "casey@clean-machine.test",
  name: "Casey",
  role: "customer",
  tenantName: "Clean Machine",
};

type Options = { user?: User; at?: string };

/** A staff page as somebody signed in sees it. */
export function renderStaff(page: ReactNode, { user = OWNER, at = "/" }: Options = {}) {
  const view = render(
    <QueryClientProvider client={makeQueryClient({ retries: 0 })}>
      <MemoryRouter initialEntries={[at]}>
        <MantineProvider env="test" theme={theme} cssVariablesResolver={cssVariables}>
          <SessionProvider user={user}>{page}</SessionProvider>
          <Toasts />
        </MantineProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { ...view, user: userEvent.setup() };
}

/** A customer's page as a customer who is signed in sees it. */
export function renderCustomer(page: ReactNode, { user = CUSTOMER, at = "/" }: Options = {}) {
  const view = render(
    <QueryClientProvider client={makeQueryClient({ retries: 0 })}>
      <MemoryRouter initialEntries={[at]}>
        <SessionProvider user={user}>{page}</SessionProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { ...view, user: userEvent.setup() };
}
