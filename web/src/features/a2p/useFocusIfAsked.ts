import { type RefObject, useEffect } from "react";
import { useLocation } from "react-router";

/** Takes the focus after a navigation that names this place: what was pressed there is gone. */
export function useFocusIfAsked(place: string, target: RefObject<HTMLElement | null>): void {
  const { state, key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each navigation
  useEffect(() => {
    if (state?.focus === place) {
      target.current?.focus();
    }
  }, [key]);
}
