import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef } from "react";

/**
 * What makes a `<dialog>` ask and wait: mounted means open, and the focus goes back where it was. While
 * busy it stays, since what it asked about is under way.
 */
export function useModal(isBusy: boolean, onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  const hold = (event: SyntheticEvent) => isBusy && event.preventDefault();
  return {
    ref,
    onClose,
    onCancel: hold,
    // A browser lets the second of two presses cancel in any case, unless it never hears of the key.
    onKeyDown: (event: KeyboardEvent) => event.key === "Escape" && hold(event),
  };
}
