import { type ComponentType, lazy } from "react";
import type { Loadable } from "@/shared/loadPage";

type Listed = Loadable & { label: string };
export type CustomerPage = Listed & { component: ComponentType };

/** What customers can open, in the order of the navigation. */
const LISTED: readonly Listed[] = [
  {
    path: "/portal/rewards",
    label: "My Rewards",
    load: () => import("@/features/rewards/RewardsPage"),
  },
  {
    path: "/booking",
    label: "Book",
    load: () => import("@/features/booking/BookingPage"),
  },
  {
    path: "/portal/bookings",
    label: "My bookings",
    load: () => import("@/features/booking/MyBookingsPage"),
  },
];

export const CUSTOMER_PAGES: readonly CustomerPage[] = LISTED.map((page) => ({
  ...page,
  component: lazy(page.load),
}));

export const SignInPage = lazy(() => import("@/features/sign-in/SignInPage"));
