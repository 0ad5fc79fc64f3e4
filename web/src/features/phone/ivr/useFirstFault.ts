import { type RefObject, useEffect } from "react";

/** After a save that was refused, takes the focus to the first field at fault; `attempt` counts them. */
export function useFirstFault(form: RefObject<HTMLElement | null>, attempt: number): void {
  useEffect(() => {
    if (attempt > 0) {
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    }
  }, [form, attempt]);
}
