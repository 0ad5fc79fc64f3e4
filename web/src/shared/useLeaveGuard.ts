import { useCallback, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { guardHistory } from "./historyGuard";
import { plainLink } from "./plainLink";

type Departure = () => void;

type LeaveGuard = {
  /** Somebody is about to leave: ask, then call one of the two. */
  isAsking: boolean;
  leave: () => void;
  stay: () => void;
};

/**
 * Holds back whoever is about to leave unsaved changes: by a link, by Back or Forward, or by closing the
 * tab, for which browsers ask in their own words. The router's own blocker needs another kind of router.
 */
export function useLeaveGuard(isDirty: boolean): LeaveGuard {
  const navigate = useNavigate();
  const [departure, setDeparture] = useState<Departure | null>(null);
  const isLeaving = useRef(false);

  useEffect(() => {
    if (!isDirty) {
      return;
    }
    isLeaving.current = false;
    const here = positionInHistory();
    const ask = (go: Departure) => setDeparture(() => go);

    const onClick = (event: MouseEvent) => {
      const destination = internalDestination(event);
      if (destination !== null) {
        event.preventDefault();
        event.stopPropagation();
        ask(() => void navigate(destination));
      }
    };
    const onPopState = (event: PopStateEvent) => {
      const steps = positionInHistory() - here;
      if (isLeaving.current || Number.isNaN(steps) || steps === 0) {
        return;
      }
      // Before the router hears of it: the page stays, and the address is put back.
      event.stopImmediatePropagation();
      window.history.go(-steps);
      ask(() => window.history.go(steps));
    };
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();

    document.addEventListener("click", onClick, { capture: true });
    const release = guardHistory(onPopState);
    window.addEventListener("beforeunload", onBeforeUnload);
    return () => {
      document.removeEventListener("click", onClick, { capture: true });
      release();
      window.removeEventListener("beforeunload", onBeforeUnload);
    };
  }, [isDirty, navigate]);

  const stay = useCallback(() => setDeparture(null), []);
  const leave = () => {
    isLeaving.current = true;
    setDeparture(null);
    departure?.();
  };
  return { isAsking: departure !== null, leave, stay };
}

/** The router numbers its entries of the history. */
function positionInHistory(): number {
  const { idx }: { idx?: unknown } = window.history.state ?? {};
  return typeof idx === "number" ? idx : Number.NaN;
}

/** Where a click on a link leads within the app; null where nothing of this page would be lost. */
function internalDestination(event: MouseEvent): string | null {
  const link = plainLink(event);
  if (link === null) {
    return null;
  }
  const { origin, pathname, search, hash } = new URL(link.href);
  const isSamePage = pathname === window.location.pathname && search === window.location.search;
  return origin !== window.location.origin || isSamePage ? null : pathname + search + hash;
}
