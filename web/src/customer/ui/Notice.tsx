import type { ReactNode, Ref } from "react";
import classes from "./Notice.module.css";

type Props = {
  tone: "good" | "bad" | "info";
  title?: string;
  /** For what has to take the focus. */
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
};

/** Said where it belongs on the page, and read out when it appears. */
export function Notice({ tone, title, ref, children }: Props) {
  return (
    <div
      ref={ref}
      tabIndex={ref === undefined ? undefined : -1}
      className={`${classes.notice} ${classes[tone]}`}
      role={tone === "bad" ? "alert" : "status"}
    >
      {title && <p className={classes.title}>{title}</p>}
      {children}
    </div>
  );
}
