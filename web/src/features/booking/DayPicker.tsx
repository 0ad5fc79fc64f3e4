import { useId } from "react";
import { Button } from "@/customer/ui/Button";
import classes from "./Booking.module.css";
import { COPY } from "./copy";
import { addDays, leafOf, nameDay } from "./days";
import { type Calendar, FURTHEST } from "./useCalendar";

type Props = { calendar: Calendar; today: string; onChoose: (day: string) => void };

/** A week as calendar leaves, each with how much is free; any other day by its date. */
export function DayPicker({ calendar, today, onChoose }: Props) {
  const dateId = useId();
  const { leaves, day: chosen, hasEarlier, hasLater, turn, turnTo } = calendar;
  const last = addDays(today, FURTHEST);
  const jump = (date: string) => {
    if (date >= today && date <= last) {
      turnTo(date);
      onChoose(date);
    }
  };
  return (
    <div className="stack">
      <fieldset>
        <legend className={classes.legend}>{COPY.when.day}</legend>
        <div className={classes.leaves}>
          {leaves.map(({ day, free }) => (
            <label key={day} className={classes.leaf} data-empty={free === 0}>
              <input
                type="radio"
                name="day"
                className="hidden"
                checked={day === chosen}
                onChange={() => onChoose(day)}
              />
              <Leaf day={day} />
              <span className={classes.free}>{freeOn(free)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className={classes.turn}>
        <Button kind="quiet" aria-disabled={!hasEarlier} onClick={() => hasEarlier && turn(-1)}>
          ← {COPY.when.earlier}
        </Button>
        <div className={classes.jump}>
          <label htmlFor={dateId}>{COPY.when.other}</label>
          <input
            id={dateId}
            type="date"
            min={today}
            max={last}
            value={chosen ?? ""}
            onChange={(event) => jump(event.target.value)}
          />
        </div>
        <Button kind="quiet" aria-disabled={!hasLater} onClick={() => hasLater && turn(1)}>
          {COPY.when.later} →
        </Button>
      </div>
    </div>
  );
}

function Leaf({ day }: { day: string }) {
  const { weekday, number, month } = leafOf(day);
  return (
    <>
      <span className="hidden">{nameDay(day)}, </span>
      <span aria-hidden="true" className={classes.leafLines}>
        <span>{weekday}</span>
        <strong>{number}</strong>
        <span>{month}</span>
      </span>
    </>
  );
}

function freeOn(free: number | undefined): string {
  if (free === undefined) {
    return "…";
  }
  return free === 0 ? COPY.when.none : COPY.when.free(free);
}
