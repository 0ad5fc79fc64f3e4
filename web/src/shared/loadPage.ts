import type { ComponentType } from "react";

export type Load = () => Promise<{ default: ComponentType }>;

export type Loadable = {
  path: string;
  load: Load;
  /** What else the page fetches once it is open. */
  loadRest?: () => Promise<unknown>;
};

/** Fetches the code of the page that was opened while it is still asked who is signed in. */
export function loadPage(pages: readonly Loadable[]): void {
  const opened = pages.find(({ path }) => path === window.location.pathname);
  // What fails here fails again, and is told, where the page is shown.
  opened?.load().catch(() => undefined);
}
