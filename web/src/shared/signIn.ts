import type { Schemas } from "@/api/client";

type Role = Schemas["User"]["role"];

export const SIGN_IN = "/sign-in";
/** Where signing out leads, which says that it was done. */
export const SIGNED_OUT = `${SIGN_IN}?signed-out`;

/** Where each role begins. */
export const HOMES: Readonly<Record<Role, string>> = {
  owner: "/setup-wizard",
  admin: "/setup-wizard",
  staff: "/admin/bookings",
  customer: "/portal/rewards",
  operator: "/operator",
};

/** Leaves for the sign-in page, which leads back here. */
export function leaveToSignIn(): void {
  const { pathname, search } = window.location;
  if (pathname !== SIGN_IN) {
    window.location.assign(`${SIGN_IN}?next=${encodeURIComponent(pathname + search)}`);
  }
}

/** Where to go after signing in: back, if that is a page of ours, or else home. */
export function destination(next: string | null, role: Role): string {
  return next !== null && isOwnPath(next) ? next : HOMES[role];
}

function isOwnPath(next: string): boolean {
  // `//host` and `/\host` are other sites to a browser.
  if (!/^\/(?![/\\])/.test(next)) {
    return false;
  }
  const url = new URL(next, window.location.origin);
  return url.origin === window.location.origin && url.pathname !== SIGN_IN;
}
