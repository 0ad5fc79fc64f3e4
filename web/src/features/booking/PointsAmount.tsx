import { useId } from "react";
import { Field } from "@/customer/ui/Field";
import classes from "./Booking.module.css";
import { COPY } from "./copy";
import type { PointsWish } from "./draft";
import { ANCHORS } from "./trouble";
import type { BookingState } from "./useBooking";

type Props = { booking: BookingState };

/** All that the booking can take, or a number. */
export function PointsAmount({ booking: { draft, quote, trouble, change } }: Props) {
  const name = useId();
  const quoted = quote.data?.loyalty ?? null;
  const most = quoted?.mostPoints ?? null;
  const put = (part: Partial<PointsWish>) => change({ points: { ...draft.points, ...part } });
  const { mode, amount } = draft.points;
  return (
    <fieldset className={classes.amount}>
      <legend className="hidden">{COPY.points.how}</legend>
      <label className={classes.choice}>
        <input
          type="radio"
          name={name}
          checked={mode === "most"}
          onChange={() => put({ mode: "most" })}
        />
        <span>
          {COPY.points.most}
          {most !== null && quoted?.canRedeem && (
            <span className={classes.choiceHint}>{COPY.points.mostHere(most)}</span>
          )}
        </span>
      </label>
      <label className={classes.choice}>
        <input
          type="radio"
          name={name}
          checked={mode === "exact"}
          onChange={() => put({ mode: "exact" })}
        />
        {COPY.points.exact}
      </label>
      {mode === "exact" && (
        <Field
          id={ANCHORS.amount}
          label={COPY.points.amount}
          {...(most === null ? {} : { hint: COPY.points.upTo(most) })}
          error={trouble?.about === "amount" ? trouble.message : undefined}
          inputMode="numeric"
          autoComplete="off"
          value={amount}
          onChange={(event) => put({ amount: event.target.value })}
        />
      )}
    </fieldset>
  );
}
