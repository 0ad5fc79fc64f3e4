import { COPY } from "../copy";
import classes from "./Field.module.css";
import { lengthOf } from "./values";

type Props = { text: string; least?: number | null | undefined; most: number };

/** How much is written, against what carriers take; in words, since colour alone tells little. */
export function Count({ text, least, most }: Props) {
  const count = lengthOf(text);
  const isShort = count > 0 && least != null && count < least;
  const isLong = count > most;
  const words = isLong
    ? COPY.tooLong(count, most)
    : isShort
      ? COPY.tooShort(count, least)
      : COPY.count(count, most);
  return (
    <p className={classes.count} data-off={isLong || isShort}>
      {words}
    </p>
  );
}
