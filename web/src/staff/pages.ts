import type { ComponentType } from "react";
import type { Loadable } from "@/shared/loadPage";
import { retryable } from "@/shared/retryable";
import type { User } from "@/shared/session";

type Role = User["role"];

const ADMINS: readonly Role[] = ["owner", "admin"];
const STAFF: readonly Role[] = ["owner", "admin", "staff"];
const OPERATORS: readonly Role[] = ["operator"];

type Listed = Loadable & { roles: readonly Role[] };
export type Page = Listed & { component: () => ComponentType };

/** Each page in a chunk of its own, so that a route loads no other's code. */
const LISTED: readonly Listed[] = [
  {
    path: "/setup-wizard",
    roles: ADMINS,
    load: () => import("@/features/wizard/WizardPage"),
  },
  {
    path: "/settings/a2p",
    roles: ADMINS,
    load: () => import("@/features/a2p/A2pPage"),
    loadRest: () => import("@/features/a2p/business/BusinessSection"),
  },
  {
    path: "/admin/phone",
    roles: ADMINS,
    load: () => import("@/features/phone/PhonePage"),
  },
  {
    path: "/admin/ivr-config",
    roles: ADMINS,
    load: () => import("@/features/phone/IvrPage"),
  },
  {
    path: "/admin/bookings",
    roles: STAFF,
    load: () => import("@/features/bookings/BookingsPage"),
  },
  {
    path: "/admin/loyalty-insights",
    roles: ADMINS,
    load: () => import("@/features/loyalty/InsightsPage"),
  },
  {
    path: "/admin/customer-points",
    roles: ADMINS,
    load: () => import("@/features/loyalty/CustomersPage"),
  },
  {
    path: "/admin/settings/loyalty",
    roles: ADMINS,
    load: () => import("@/features/loyalty/LoyaltySettingsPage"),
  },
  {
    path: "/operator",
    roles: OPERATORS,
    load: () => import("@/features/operator/OperatorPage"),
  },
];

export const PAGES: readonly Page[] = LISTED.map((page) => ({
  ...page,
  component: retryable(page.load),
}));
