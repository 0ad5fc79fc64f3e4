import type { ComponentProps } from "react";
import classes from "./Switch.module.css";

type Props = Omit<ComponentProps<"input">, "type" | "role"> & { label: string };

/** Something that is on or off at once. */
export function Switch({ label, ...input }: Props) {
  return (
    <label className={classes.switch}>
      {/* biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells its own state. */}
      <input type="checkbox" role="switch" {...input} />
      {label}
    </label>
  );
}
