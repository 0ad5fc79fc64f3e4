import type { ComponentProps } from "react";
import classes from "./Card.module.css";

/** A surface for what belongs together. */
export function Card({ className = "", ...rest }: ComponentProps<"section">) {
  return <section {...rest} className={`${classes.card} ${className}`} />;
}
