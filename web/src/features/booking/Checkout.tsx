import { Link } from "react-router";
import { Button } from "@/customer/ui/Button";
import { ErrorNotice } from "@/customer/ui/ErrorNotice";
import { Notice } from "@/customer/ui/Notice";
import { formatMoney } from "@/shared/format";
import classes from "./Booking.module.css";
import { COPY } from "./copy";
import type { BookingState } from "./useBooking";

/** The total and the one button; at the bottom of a phone's screen it is always at hand. */
export function Checkout({ booking }: { booking: BookingState }) {
  const { quote, wanted, isSending, isUnanswered } = booking;
  const total = wanted.length > 0 ? quote.data?.total : undefined;
  return (
    <div className={classes.checkout}>
      <WhatWentWrong booking={booking} />
      <div className={classes.bar}>
        <div className={classes.total}>
          <span>{COPY.summary.total}</span>
          <strong data-stale={!quote.isCurrent}>
            {total === undefined ? "–" : formatMoney(total)}
          </strong>
        </div>
        <Button type="submit" isBusy={isSending || quote.isUpdating}>
          {isUnanswered ? COPY.again : total === undefined ? COPY.book : COPY.bookFor(total)}
        </Button>
      </div>
      <p role="status" className="hidden">
        {quote.isUpdating ? COPY.summary.updating : total !== undefined && said(total)}
      </p>
    </div>
  );
}

const said = (total: number): string => `${COPY.summary.total} ${formatMoney(total)}`;

function WhatWentWrong({ booking: { trouble, quote, isUnanswered } }: { booking: BookingState }) {
  const error = trouble?.about === "booking" && quote.error === null ? trouble.error : null;
  if (!isUnanswered) {
    return error === null ? null : <ErrorNotice error={error} title={COPY.refused} />;
  }
  const next = (
    <p>
      {COPY.unansweredNext}
      <Link to="/portal/bookings">{COPY.unansweredLink}</Link>.
    </p>
  );
  return error === null ? (
    <Notice tone="info" title={COPY.unanswered}>
      {next}
    </Notice>
  ) : (
    <ErrorNotice error={error} title={COPY.unanswered}>
      {next}
    </ErrorNotice>
  );
}
