import type { ComponentProps } from "react";
import { Link } from "react-router";
import classes from "./Button.module.css";

type Kind = "primary" | "secondary" | "quiet" | "danger" | "onHero";

type Props = ComponentProps<"button"> & { kind?: Kind; isBusy?: boolean };

/** While busy it cannot be pressed again, but keeps its size and the focus. */
export function Button({ kind = "primary", isBusy = false, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={look(kind)}
      aria-busy={isBusy}
      aria-disabled={isBusy || rest["aria-disabled"]}
      onClick={(event) => (isBusy ? event.preventDefault() : rest.onClick?.(event))}
    >
      {isBusy && <span className={classes.spinner} aria-hidden="true" />}
      {children}
    </button>
  );
}

/** A link that looks like a button, for what leads on rather than does something. */
export function ButtonLink({
  kind = "primary",
  ...rest
}: ComponentProps<typeof Link> & { kind?: Kind }) {
  return <Link {...rest} className={look(kind)} />;
}

const look = (kind: Kind): string => `${classes.button} ${classes[kind]}`;
