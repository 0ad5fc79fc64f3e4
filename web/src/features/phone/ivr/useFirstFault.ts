import { type RefObject, useEffect } from "react";

/** Takes the focus to the first field at fault. `refusal`: what is new with each save that was refused. */
export function useFirstFault(form: RefObject<HTMLElement | null>, refusal: unknown): void {
  useEffect(() => {
    if (refusal) {
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    }
  }, [form, refusal]);
}
