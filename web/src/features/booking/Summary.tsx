import { ErrorNotice } from "@/customer/ui/ErrorNotice";
import { Skeleton, Waiting } from "@/customer/ui/Skeleton";
import { formatMoney } from "@/shared/format";
import classes from "./Booking.module.css";
import { COPY } from "./copy";
import { PointsPanel } from "./PointsPanel";
import type { Quote } from "./queries";
import type { BookingState } from "./useBooking";

/** What is chosen, what it costs, and what points take off: all by the server's quote. */
export function Summary({ booking }: { booking: BookingState }) {
  const { calendar, time, wanted } = booking;
  return (
    <section className={classes.summary} aria-labelledby="summary-title">
      <h2 id="summary-title">{COPY.summary.title}</h2>
      {wanted.length === 0 ? (
        <p className="faint">{COPY.summary.empty}</p>
      ) : (
        <>
          <p className="faint">
            {calendar.day !== null && time !== null
              ? COPY.summary.at(calendar.day, time)
              : COPY.summary.notYet}
          </p>
          <Price booking={booking} />
        </>
      )}
      <PointsPanel booking={booking} />
    </section>
  );
}

function Price({ booking: { quote, calendar, trouble } }: { booking: BookingState }) {
  if (quote.data !== undefined) {
    return <Lines quote={quote.data} isStale={!quote.isCurrent} />;
  }
  if (quote.error !== null) {
    return trouble?.about === "booking" ? (
      <ErrorNotice error={quote.error} title={COPY.summary.failed} onRetry={quote.retry} />
    ) : null;
  }
  const hasNoTime = calendar.firstFree === null && !calendar.week.isPending;
  return hasNoTime ? (
    <p className="faint">{COPY.summary.noTime}</p>
  ) : (
    <Waiting>
      <Skeleton height={72} />
    </Waiting>
  );
}

function Lines({ quote, isStale }: { quote: Quote; isStale: boolean }) {
  return (
    <dl className={classes.lines} aria-busy={isStale}>
      {quote.items.map((item) => (
        <div key={item.serviceId}>
          <dt>{COPY.summary.times(item.name, item.quantity)}</dt>
          <dd>{formatMoney(item.total)}</dd>
        </div>
      ))}
      {quote.discount > 0 && (
        <>
          <div className={classes.subtotal}>
            <dt>{COPY.summary.subtotal}</dt>
            <dd>{formatMoney(quote.subtotal)}</dd>
          </div>
          <div className={classes.discount}>
            <dt>{COPY.summary.points(quote.pointsUsed)}</dt>
            <dd>−{formatMoney(quote.discount)}</dd>
          </div>
        </>
      )}
    </dl>
  );
}
