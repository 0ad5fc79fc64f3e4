import type { ReactNode } from "react";
import classes from "./Form.module.css";

/** Fields that belong together, under a name that is read with each of them. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{title}</legend>
      {children}
    </fieldset>
  );
}
