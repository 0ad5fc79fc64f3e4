import { CloseButton } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import classes from "./Toasts.module.css";
import { currentToasts, dismiss, subscribe, type Toast } from "./toast";

const SHOWN_MILLISECONDS = 7_000;

/** Bottom right, where they cover no status; part of the page, so in a landmark. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, currentToasts);
  return (
    <section aria-label="Notifications" aria-live="polite" className={classes.toasts}>
      {toasts.map((toast) => (
        <Shown key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

/** Stays while the pointer or the focus is on it. */
function Shown({ toast }: { toast: Toast }) {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) {
      return;
    }
    const timer = setTimeout(() => dismiss(toast.id), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [isHeld, toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pausing is not an action of its own
    <div
      role={toast.tone === "bad" ? "alert" : "status"}
      className={`${classes.toast} ${classes[toast.tone]}`}
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <p>{toast.message}</p>
      <CloseButton aria-label="Dismiss" onClick={() => dismiss(toast.id)} />
    </div>
  );
}
