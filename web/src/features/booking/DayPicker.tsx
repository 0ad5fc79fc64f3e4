import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Button } from "@/customer/ui/Button";
import { COPY } from "./copy";
import { addDays, leafOf, nameDay } from "./days";
import { type Calendar, FURTHEST } from "./useCalendar";
import classes from "./When.module.css";

type Props = { calendar: Calendar; today: string; onChoose: (day: string) => void };

/** A week as calendar leaves, each with how much is free; any other day by its date. */
export function DayPicker({ calendar, today, onChoose }: Props) {
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
        <AnyDay day={chosen} first={today} last={last} onJump={jump} />
        <Button kind="quiet" aria-disabled={!hasLater} onClick={() => hasLater && turn(1)}>
          {COPY.when.later} →
        </Button>
      </div>
    </div>
  );
}

type AnyDayProps = {
  day: string | null;
  first: string;
  last: string;
  onJump: (date: string) => void;
};

/** A date on the way to being typed is another date, such as one in the year 2: only the last counts. */
function AnyDay({ day, first, last, onJump }: AnyDayProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isTyping = useRef(false);
  const finish = () => {
    isTyping.current = false;
    setTyped(null);
    if (typed !== null) {
      onJump(typed);
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && typed !== null) {
      event.preventDefault();
      finish();
    } else if (/^(\d$|Arrow|Backspace|Delete)/.test(event.key)) {
      isTyping.current = true;
    }
  };
  return (
    <div className={classes.jump}>
      <label htmlFor={id}>{COPY.when.other}</label>
      <input
        id={id}
        type="date"
        min={first}
        max={last}
        value={typed ?? day ?? ""}
        onPointerDown={() => {
          isTyping.current = false;
        }}
        onKeyDown={press}
        onBlur={finish}
        onChange={({ target }) =>
          isTyping.current ? setTyped(target.value) : onJump(target.value)
        }
      />
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
