import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { rewardsQuery } from "@/customer/rewardsQuery";
import { ButtonLink } from "@/customer/ui/Button";
import { Card } from "@/customer/ui/Card";
import { formatMoney, formatPoints } from "@/shared/format";
import classes from "./Confirmation.module.css";
import { COPY } from "./copy";
import type { Booking } from "./queries";

type Props = { booking: Booking; bookedAt: number };

/** That it worked, and everything that one wants to check about it. */
export function Confirmation({ booking, bookedAt }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${COPY.done.title} · ServicePro`;
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  const hasUsedPoints = booking.pointsUsed > 0;
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <svg viewBox="0 0 48 48" aria-hidden="true" className={classes.tick}>
          <circle cx="24" cy="24" r="24" />
          <path d="m14 25 7 7 14-15" />
        </svg>
        <h1 ref={heading} tabIndex={-1}>
          {COPY.done.title}
        </h1>
        <p className={classes.lead}>{COPY.done.lead(booking.date, booking.time)}</p>
      </header>
      <Card>
        <dl className={classes.facts}>
          <Fact name={COPY.done.what}>
            {booking.items.map((item) => (
              <span key={item.serviceId} className={classes.item}>
                {COPY.summary.times(item.name, item.quantity)}
              </span>
            ))}
          </Fact>
          <Fact name={COPY.done.when}>{COPY.summary.at(booking.date, booking.time)}</Fact>
          {hasUsedPoints && (
            <>
              <Fact name={COPY.done.subtotal}>{formatMoney(booking.subtotal)}</Fact>
              <Fact name={COPY.done.paid}>
                {COPY.done.paidWith(booking.pointsUsed, booking.discount)}
              </Fact>
            </>
          )}
          <Fact name={COPY.done.total}>
            <strong>{formatMoney(booking.total)}</strong>
          </Fact>
          <PointsLeft bookedAt={bookedAt} />
        </dl>
        {hasUsedPoints && <p className={classes.note}>{COPY.done.returns}</p>}
      </Card>
      <div className="row">
        <ButtonLink to="/portal/bookings">{COPY.done.mine}</ButtonLink>
        <ButtonLink kind="secondary" to="/booking">
          {COPY.done.another}
        </ButtonLink>
      </div>
    </div>
  );
}

/** Only as it was looked up after the booking; a number from before would be wrong. */
function PointsLeft({ bookedAt }: { bookedAt: number }) {
  const { data, dataUpdatedAt } = useQuery(rewardsQuery);
  return data !== undefined && dataUpdatedAt > bookedAt ? (
    <Fact name={COPY.done.left}>{formatPoints(data.pointsBalance)}</Fact>
  ) : null;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
