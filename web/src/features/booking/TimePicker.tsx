import type { Schemas } from "@/api/client";
import { formatTime } from "@/shared/format";
import { COPY } from "./copy";
import { partsOfDay } from "./partsOfDay";
import classes from "./When.module.css";

type Props = {
  day: string;
  free: Schemas["FreeTimes"];
  chosen: string | null;
  onChoose: (time: string) => void;
};

/** A chosen time is always among them: it may be taken by this very booking, sent and not answered. */
export function TimePicker({ day, free, chosen, onChoose }: Props) {
  const listed = free.items.map(({ time }) => time);
  const times = chosen === null || listed.includes(chosen) ? listed : [...listed, chosen].sort();
  if (times.length === 0) {
    return <p role="status">{free.message}</p>;
  }
  return (
    <fieldset>
      <legend className={classes.legend}>{COPY.when.on(day)}</legend>
      {partsOfDay(times).map(([part, inIt]) => (
        <div key={part} className={classes.part}>
          <span className={classes.partName}>{COPY.when.parts[part]}</span>
          <div className={classes.times}>
            {inIt.map((time) => (
              <label key={time} className={classes.time}>
                <input
                  type="radio"
                  name="time"
                  className="hidden"
                  checked={time === chosen}
                  onChange={() => onChoose(time)}
                />
                {formatTime(time)}
              </label>
            ))}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
