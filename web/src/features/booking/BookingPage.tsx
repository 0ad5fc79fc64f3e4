import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "react-router";
import { Empty } from "@/customer/ui/Empty";
import { Loaded } from "@/customer/ui/Loaded";
import { Skeleton } from "@/customer/ui/Skeleton";
import { PageTitle } from "@/shared/PageTitle";
import classes from "./Booking.module.css";
import { BookingForm } from "./BookingForm";
import { COPY } from "./copy";
import { Confirmation } from "./later";
import { type Booking, servicesQuery } from "./queries";

/** From choosing to "You're booked". Coming here again, by any link, begins a new booking. */
export default function BookingPage() {
  const services = useQuery(servicesQuery);
  const visit = useLocation().key;
  const [booked, setBooked] = useState<{ booking: Booking; at: number; visit: string } | null>(
    null,
  );
  if (booked !== null && booked.visit === visit) {
    return <Confirmation booking={booked.booking} bookedAt={booked.at} />;
  }
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <PageTitle title={COPY.title} />
        <p className="faint">{COPY.lead}</p>
      </header>
      <Loaded query={services} skeleton={<FormSkeleton />}>
        {(offered) =>
          offered.length === 0 ? (
            <Empty title={COPY.services.emptyTitle}>{COPY.services.empty}</Empty>
          ) : (
            <BookingForm
              services={offered}
              onBooked={(booking) => setBooked({ booking, at: Date.now(), visit })}
            />
          )
        }
      </Loaded>
    </div>
  );
}

const FormSkeleton = () => (
  <>
    <Skeleton height={360} />
    <Skeleton height={180} />
  </>
);
