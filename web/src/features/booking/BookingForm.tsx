import { type FormEvent, Suspense } from "react";
import { Skeleton, Waiting } from "@/customer/ui/Skeleton";
import classes from "./Booking.module.css";
import { Checkout } from "./Checkout";
import { WhenPicker } from "./later";
import type { Booking, Service } from "./queries";
import { ServicePicker } from "./ServicePicker";
import { Summary } from "./Summary";
import { useBooking } from "./useBooking";

type Props = { services: readonly Service[]; onBooked: (booking: Booking) => void };

/** What, when, and for how much: everything that a booking needs, on one page. */
export function BookingForm({ services, onBooked }: Props) {
  const booking = useBooking(services, onBooked);
  const { draft, rewards, trouble, change, submit } = booking;
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <form noValidate className={classes.layout} onSubmit={send}>
      <div className={classes.steps}>
        <ServicePicker
          services={services}
          quantities={draft.quantities}
          isCoreRequired={rewards.isError ? false : rewards.data?.requireCoreService}
          problem={trouble?.about === "services" ? trouble.message : undefined}
          onChange={(quantities) => change({ quantities })}
        />
        <Suspense
          fallback={
            <Waiting>
              <Skeleton height={220} />
            </Waiting>
          }
        >
          <WhenPicker booking={booking} />
        </Suspense>
      </div>
      <div className={classes.aside}>
        <Summary booking={booking} />
        <Checkout booking={booking} />
      </div>
    </form>
  );
}
