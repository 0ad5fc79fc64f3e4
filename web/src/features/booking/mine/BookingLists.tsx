import { useEffect, useRef, useState } from "react";
import { ButtonLink } from "@/customer/ui/Button";
import { Empty } from "@/customer/ui/Empty";
import { Notice } from "@/customer/ui/Notice";
import { BookingCard } from "./BookingCard";
import { standingOf } from "./bookingStatus";
import { CancelDialog } from "./CancelDialog";
import { COPY } from "./copy";
import classes from "./MyBookings.module.css";
import type { Booking } from "./queries";

/** Upcoming ones soonest first, then those that are over, latest first. */
export function BookingLists({ bookings }: { bookings: readonly Booking[] }) {
  const [asked, setAsked] = useState<Booking | null>(null);
  const [canceled, setCanceled] = useState<Booking | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that was pressed is gone with the booking's standing.
    if (canceled !== null) {
      result.current?.focus();
    }
  }, [canceled]);

  const now = Date.now();
  const upcoming = bookings.filter((one) => standingOf(one, now).isUpcoming).reverse();
  const past = bookings.filter((one) => !standingOf(one, now).isUpcoming);
  const cards = (some: readonly Booking[]) => (
    <ul className={classes.list}>
      {some.map((booking) => (
        <BookingCard key={booking.id} booking={booking} now={now} onCancel={setAsked} />
      ))}
    </ul>
  );
  if (bookings.length === 0) {
    return (
      <Empty title={COPY.noneTitle} action={<ButtonLink to="/booking">{COPY.book}</ButtonLink>}>
        {COPY.none}
      </Empty>
    );
  }
  return (
    <>
      {canceled !== null && (
        <Notice ref={result} tone="good" title={COPY.canceled(canceled.date)}>
          {canceled.pointsUsed > 0 && <p>{COPY.comesBack(canceled.pointsUsed)}</p>}
        </Notice>
      )}
      <section className="stack" aria-labelledby="upcoming-title">
        <h2 id="upcoming-title">{COPY.upcoming}</h2>
        {upcoming.length > 0 ? (
          cards(upcoming)
        ) : (
          <Empty
            title={COPY.noUpcoming}
            action={<ButtonLink to="/booking">{COPY.book}</ButtonLink>}
          >
            {COPY.none}
          </Empty>
        )}
      </section>
      {past.length > 0 && (
        <section className="stack" aria-labelledby="past-title">
          <h2 id="past-title">{COPY.past}</h2>
          {cards(past)}
        </section>
      )}
      {asked !== null && (
        <CancelDialog
          booking={asked}
          onCanceled={(booking) => {
            setAsked(null);
            setCanceled(booking);
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
