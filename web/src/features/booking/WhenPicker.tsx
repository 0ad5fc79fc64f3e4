import { ErrorNotice } from "@/customer/ui/ErrorNotice";
import { Skeleton, Waiting } from "@/customer/ui/Skeleton";
import { today } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import classes from "./Booking.module.css";
import { COPY } from "./copy";
import { DayPicker } from "./DayPicker";
import { nameZone } from "./days";
import { StepHeading } from "./StepHeading";
import { TimePicker } from "./TimePicker";
import { ANCHORS } from "./trouble";
import type { BookingState } from "./useBooking";
import type { Calendar } from "./useCalendar";

/** A day, and what is free on it for just these services. */
export function WhenPicker({ booking }: { booking: BookingState }) {
  const { calendar, draft, time, wanted, change } = booking;
  const zone = useTimeZone();
  const lost = draft.time !== null && time === null ? COPY.when.lost(draft.time) : undefined;
  const problem = booking.trouble?.about === "time" ? booking.trouble.message : lost;
  return (
    <section className={classes.step} aria-labelledby={ANCHORS.time}>
      <StepHeading id={ANCHORS.time} title={COPY.when.title} problem={problem} />
      {wanted.length === 0 ? (
        <p className="faint">{COPY.when.first}</p>
      ) : (
        <>
          <p className="faint">{COPY.when.zone(nameZone(zone))}</p>
          <DayPicker
            calendar={calendar}
            today={today(zone)}
            onChoose={(date) => change({ date, time: date === draft.date ? draft.time : null })}
          />
          <Times booking={booking} />
        </>
      )}
    </section>
  );
}

function Times({ booking: { calendar, time, change } }: { booking: BookingState }) {
  const { day, times } = calendar;
  if (day === null) {
    return <WholeWeek week={calendar.week} />;
  }
  if (times.data !== undefined) {
    return (
      <TimePicker
        day={day}
        free={times.data}
        chosen={time}
        onChoose={(chosen) => change({ date: day, time: chosen })}
      />
    );
  }
  return times.isError ? (
    <ErrorNotice error={times.error} onRetry={() => void times.refetch()} />
  ) : (
    <TimesSkeleton />
  );
}

/** Nothing is chosen, and nothing could be found to begin with. */
function WholeWeek({ week }: Pick<Calendar, "week">) {
  if (week.isError) {
    return <ErrorNotice error={week.error} onRetry={() => void week.refetch()} />;
  }
  return week.isPending ? <TimesSkeleton /> : <p role="status">{COPY.when.noneInWeek}</p>;
}

const TimesSkeleton = () => (
  <Waiting>
    <Skeleton height={96} />
  </Waiting>
);
