import type { ReactNode } from "react";
import classes from "./ScrollTable.module.css";

/** A table that scrolls sideways on a small screen, also by keyboard. Its rows are plain `thead` and `tbody`. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={classes.scroll}>
      <table className={classes.table}>{children}</table>
    </section>
  );
}
