import type { ReactNode } from "react";
import classes from "./Badge.module.css";

export type Tone = "good" | "accent" | "gold" | "quiet";

/** A word about something, in a colour that only underlines it. */
export function Badge({ tone = "quiet", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`${classes.badge} ${classes[tone]}`}>{children}</span>;
}
