import { api, unwrap } from "@/api/client";
import { ConfirmDialog } from "@/customer/ui/ConfirmDialog";
import { ErrorNotice } from "@/customer/ui/ErrorNotice";
import { useWrite } from "@/shared/write";
import { COPY } from "./copy";
import type { Booking } from "./queries";

type Props = { booking: Booking; onCanceled: (booking: Booking) => void; onClose: () => void };

/** Says what is lost and what comes back, before it happens. */
export function CancelDialog({ booking, onCanceled, onClose }: Props) {
  const cancel = useWrite(
    (bookingId: string, header) =>
      unwrap(
        api.POST("/api/portal/bookings/{bookingId}/cancel", {
          params: { path: { bookingId }, header },
        }),
      ),
    { refreshes: [["my-bookings"], ["rewards"], ["booking"]], onSuccess: onCanceled },
  );
  return (
    <ConfirmDialog
      title={COPY.ask}
      confirm={COPY.cancel}
      dismiss={COPY.keep}
      isBusy={cancel.isPending}
      onConfirm={() => cancel.mutate(booking.id)}
      onClose={onClose}
    >
      <p>{COPY.losesTime(booking.date, booking.time)}</p>
      {booking.pointsUsed > 0 && <p>{COPY.givesBack(booking.pointsUsed)}</p>}
      {cancel.isError && <ErrorNotice error={cancel.error} title={COPY.failed} />}
    </ConfirmDialog>
  );
}
