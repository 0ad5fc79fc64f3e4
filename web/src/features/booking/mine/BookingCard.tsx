import { Badge } from "@/customer/ui/Badge";
import { Button, ButtonLink } from "@/customer/ui/Button";
import { Card } from "@/customer/ui/Card";
import { formatMoney } from "@/shared/format";
import { spell } from "../draft";
import { standingOf } from "./bookingStatus";
import { COPY } from "./copy";
import classes from "./MyBookings.module.css";
import type { Booking } from "./queries";

type Props = { booking: Booking; now: number; onCancel: (booking: Booking) => void };

/** One booking: when, what, how much, and what can be done with it. */
export function BookingCard({ booking, now, onCancel }: Props) {
  const standing = standingOf(booking, now);
  const what = booking.items.map((item) => COPY.what(item.name, item.quantity)).join(", ");
  return (
    <li>
      <Card className={classes.card ?? ""}>
        <div className={classes.top}>
          <h3>{COPY.at(booking.date, booking.time)}</h3>
          <Badge tone={standing.tone}>{standing.word}</Badge>
        </div>
        <p>{what}</p>
        <p className={classes.money}>
          <strong>{formatMoney(booking.total)}</strong>
          {booking.pointsUsed > 0 && (
            <span className="faint">
              {booking.status === "CANCELLED"
                ? COPY.returned(booking.loyalty?.pointsReturned ?? 0)
                : COPY.used(booking.pointsUsed, booking.discount)}
            </span>
          )}
        </p>
        <div className="row">
          {standing.canCancel && (
            <Button
              kind="secondary"
              aria-label={COPY.cancelLabel(what, booking.date)}
              onClick={() => onCancel(booking)}
            >
              {COPY.cancel}
            </Button>
          )}
          <ButtonLink
            kind={standing.canCancel ? "quiet" : "secondary"}
            to={`/booking?services=${spell(booking.items).join(",")}`}
            aria-label={COPY.againLabel(what, booking.date)}
          >
            {COPY.again}
          </ButtonLink>
        </div>
      </Card>
    </li>
  );
}
