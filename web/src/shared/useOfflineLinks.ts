import { type MouseEvent, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import type { Loadable } from "./loadPage";
import { plainLink } from "./plainLink";

/**
 * Keeps the page where a link is followed without a connection: browsers would put a page of their own
 * in its place. What was fetched before still opens.
 */
export function useOfflineLinks(pages: readonly Loadable[]) {
  const navigate = useNavigate();
  const { key } = useLocation();
  const [keptAt, setKeptAt] = useState("");
  const keep = () => setKeptAt(key);

  const onClickCapture = (event: MouseEvent) => {
    const link = navigator.onLine ? null : plainLink(event.nativeEvent);
    // A link within this page needs no connection.
    if (link === null || withoutHash(link) === withoutHash(window.location)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const { href, origin, pathname } = link;
    const isOurs = origin === window.location.origin;
    const page = pages.find(({ path }) => isOurs && path === pathname);
    const load = page?.load().then(page.loadRest) ?? Promise.reject();
    load.then(() => navigate(href.slice(origin.length))).catch(keep);
  };
  return { isKept: keptAt === key, onClickCapture };
}

const withoutHash = ({ href }: { href: string }): string | undefined => href.split("#")[0];

export const OFFLINE_LINK = "You’re offline, so this page stays open.";
