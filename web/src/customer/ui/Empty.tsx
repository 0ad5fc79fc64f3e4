import type { ReactNode } from "react";
import { Card } from "./Card";
import classes from "./Empty.module.css";

type Props = { title: string; children: ReactNode; action?: ReactNode };

/** What would stand here, and the one thing to do about it. */
export function Empty({ title, children, action }: Props) {
  return (
    <Card className={classes.empty}>
      <p className={classes.title}>{title}</p>
      <p className="faint">{children}</p>
      {action}
    </Card>
  );
}
