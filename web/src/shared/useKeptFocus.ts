import { useEffect, useRef } from "react";

/** Gives the focus back to a button that is off while it is busy, for which browsers drop it. */
export function useKeptFocus(isBusy: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const wasBusy = useRef(isBusy);
  useEffect(() => {
    if (wasBusy.current && !isBusy && document.activeElement === document.body) {
      button.current?.focus();
    }
    wasBusy.current = isBusy;
  }, [isBusy]);
  return button;
}
