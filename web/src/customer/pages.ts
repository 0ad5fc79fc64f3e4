import { type ComponentType, lazy } from "react";

export type CustomerPage = { path: string; label: string; component: ComponentType };

/** What customers can open, in the order of the navigation. */
export const CUSTOMER_PAGES: readonly CustomerPage[] = [
  {
    path: "/portal/rewards",
    label: "My Rewards",
    component: lazy(() => import("@/features/rewards/RewardsPage")),
  },
  {
    path: "/booking",
    label: "Book",
    component: lazy(() => import("@/features/booking/BookingPage")),
  },
  {
    path: "/portal/bookings",
    label: "My bookings",
    component: lazy(() => import("@/features/booking/MyBookingsPage")),
  },
];

export const SignInPage = lazy(() => import("@/features/sign-in/SignInPage"));
