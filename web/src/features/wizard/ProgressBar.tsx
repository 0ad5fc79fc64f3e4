import { Text } from "@/staff/ui/layout";
import { COPY } from "./copy";
import classes from "./wizard.module.css";

/** How far the set-up is; the bar only repeats the words. */
export function ProgressBar({ done, total }: { done: number; total: number }) {
  return (
    <div className={classes.progress}>
      <Text fw={600}>{COPY.progress(done, total)}</Text>
      <svg
        className={classes.bar}
        viewBox="0 0 100 2"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect className={classes.track} width="100" height="2" />
        <rect className={classes.filled} width={(done / total) * 100} height="2" />
      </svg>
    </div>
  );
}
