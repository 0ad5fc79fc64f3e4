import { Button } from "@/customer/ui/Button";
import { Notice } from "@/customer/ui/Notice";
import { formatMoney } from "@/shared/format";
import classes from "./Booking.module.css";
import { COPY } from "./copy";
import { focusOn } from "./trouble";
import type { BookingState } from "./useBooking";

/** What the points take off, or why they cannot be used and what would help. */
export function PointsOutcome({ booking }: { booking: BookingState }) {
  const { trouble, quote, draft, change } = booking;
  const loyalty = quote.data?.loyalty ?? null;
  const refusal = trouble?.about === "points" ? trouble : null;
  const blocked = refusal ?? (loyalty !== null && !loyalty.canRedeem ? loyalty : null);
  if (blocked !== null) {
    const message = blocked.message ?? COPY.points.blocked;
    const isFixToldAlready = blocked.fix === null || message.includes(blocked.fix);
    return (
      <Notice tone={refusal === null ? "info" : "bad"}>
        <p>{message}</p>
        {!isFixToldAlready && <p>{blocked.fix}</p>}
        <div className={classes.wayOut}>
          <Button
            kind="secondary"
            onClick={() => {
              change({ points: { ...draft.points, use: false } });
              focusOn("points");
            }}
          >
            {COPY.points.off}
          </Button>
          <Button kind="quiet" onClick={() => focusOn("services")}>
            {COPY.points.change}
          </Button>
        </div>
      </Notice>
    );
  }
  return loyalty === null ? null : (
    <p className={classes.estimate} data-stale={!quote.isCurrent}>
      {COPY.points.estimate}: <strong>{formatMoney(loyalty.discount)}</strong>{" "}
      {COPY.points.forPoints(loyalty.pointsUsed)}
    </p>
  );
}
