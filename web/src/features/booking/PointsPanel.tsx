import { ErrorNotice } from "@/customer/ui/ErrorNotice";
import { Skeleton, Waiting } from "@/customer/ui/Skeleton";
import { Switch } from "@/customer/ui/Switch";
import classes from "./Booking.module.css";
import { COPY } from "./copy";
import { PointsAmount } from "./PointsAmount";
import { PointsOutcome } from "./PointsOutcome";
import { ANCHORS } from "./trouble";
import type { BookingState } from "./useBooking";

/** What there is, whether to use it, how much of it, and what that comes to. */
export function PointsPanel({ booking }: { booking: BookingState }) {
  const { rewards, draft, change } = booking;
  const balance = rewards.data?.pointsBalance;
  return (
    <section className={classes.points} aria-labelledby={ANCHORS.points}>
      <h3 id={ANCHORS.points} tabIndex={-1}>
        {COPY.points.title}
      </h3>
      <Balance booking={booking} />
      {/* Also while the balance is not known: what was switched on can always be switched off. */}
      {(draft.points.use || (balance ?? 0) > 0) && balance !== 0 && (
        <Switch
          label={COPY.points.apply}
          checked={draft.points.use}
          onChange={(event) => change({ points: { ...draft.points, use: event.target.checked } })}
        />
      )}
      {draft.points.use && balance !== 0 && (
        <>
          <PointsAmount booking={booking} />
          <PointsOutcome booking={booking} />
        </>
      )}
    </section>
  );
}

function Balance({ booking: { rewards } }: { booking: BookingState }) {
  if (rewards.data !== undefined) {
    const { pointsBalance, approximateValue } = rewards.data;
    const { available, none } = COPY.points;
    return <p>{pointsBalance > 0 ? available(pointsBalance, approximateValue) : none}</p>;
  }
  return rewards.isError ? (
    <ErrorNotice
      error={rewards.error}
      title={COPY.points.failed}
      onRetry={() => void rewards.refetch()}
    />
  ) : (
    <Waiting>
      <Skeleton height={48} />
    </Waiting>
  );
}
