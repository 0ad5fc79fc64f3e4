import type { ReactNode } from "react";
import classes from "./Notice.module.css";

type Props = { tone: "good" | "bad" | "info"; title?: string; children: ReactNode };

/** Said where it belongs on the page, and read out when it appears. */
export function Notice({ tone, title, children }: Props) {
  return (
    <div
      className={`${classes.notice} ${classes[tone]}`}
      role={tone === "bad" ? "alert" : "status"}
    >
      {title && <p className={classes.title}>{title}</p>}
      {children}
    </div>
  );
}
