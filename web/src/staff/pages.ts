import { type ComponentType, lazy } from "react";
import type { User } from "@/shared/session";

type Role = User["role"];

const ADMINS: readonly Role[] = ["owner", "admin"];
const STAFF: readonly Role[] = ["owner", "admin", "staff"];
const OPERATORS: readonly Role[] = ["operator"];

export type Page = { path: string; roles: readonly Role[]; component: ComponentType };

/** Each page in a chunk of its own, so that a route loads no other's code. */
export const PAGES: readonly Page[] = [
  {
    path: "/setup-wizard",
    roles: ADMINS,
    component: lazy(() => import("@/features/wizard/WizardPage")),
  },
  { path: "/settings/a2p", roles: ADMINS, component: lazy(() => import("@/features/a2p/A2pPage")) },
  {
    path: "/admin/phone",
    roles: ADMINS,
    component: lazy(() => import("@/features/phone/PhonePage")),
  },
  {
    path: "/admin/ivr-config",
    roles: ADMINS,
    component: lazy(() => import("@/features/phone/IvrPage")),
  },
  {
    path: "/admin/bookings",
    roles: STAFF,
    component: lazy(() => import("@/features/bookings/BookingsPage")),
  },
  {
    path: "/admin/loyalty-insights",
    roles: ADMINS,
    component: lazy(() => import("@/features/loyalty/InsightsPage")),
  },
  {
    path: "/admin/customer-points",
    roles: ADMINS,
    component: lazy(() => import("@/features/loyalty/CustomersPage")),
  },
  {
    path: "/admin/settings/loyalty",
    roles: ADMINS,
    component: lazy(() => import("@/features/loyalty/LoyaltySettingsPage")),
  },
  {
    path: "/operator",
    roles: OPERATORS,
    component: lazy(() => import("@/features/operator/OperatorPage")),
  },
];
