/** The admin navigation, in its groups; a link shows to whoever may open its page. */
export const NAVIGATION = [
  {
    label: "Set-up",
    links: [
      { to: "/setup-wizard", label: "Set-up wizard" },
      { to: "/settings/a2p", label: "A2P registration" },
    ],
  },
  {
    label: "Phone",
    links: [
      { to: "/admin/phone", label: "Numbers & messages" },
      { to: "/admin/ivr-config", label: "Call routing & menu" },
    ],
  },
  {
    label: "Customers",
    links: [
      { to: "/admin/bookings", label: "Bookings" },
      { to: "/admin/customer-points", label: "Customer points" },
    ],
  },
  { label: "Analytics", links: [{ to: "/admin/loyalty-insights", label: "Loyalty insights" }] },
  { label: "Settings", links: [{ to: "/admin/settings/loyalty", label: "Loyalty settings" }] },
  { label: "Platform", links: [{ to: "/operator", label: "Tenants" }] },
] as const;
