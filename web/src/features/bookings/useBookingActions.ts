import { api, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { confirmed } from "@/staff/ui/toast";
import { copy } from "./copy";

const REFRESHES = [["bookings"], ["loyalty"]] as const;

/** Completing and cancelling; one at a time, so that nothing is done twice by a nervous click. */
export function useBookingActions(onDone: () => void) {
  const complete = useWrite(
    (bookingId: string, header) =>
      unwrap(
        api.POST("/api/admin/bookings/{bookingId}/complete", {
          params: { header, path: { bookingId } },
        }),
      ),
    { refreshes: REFRESHES, onSuccess: () => told(copy.completed) },
  );
  const cancel = useWrite(
    (bookingId: string, header) =>
      unwrap(
        api.POST("/api/admin/bookings/{bookingId}/cancel", {
          params: { header, path: { bookingId } },
        }),
      ),
    { refreshes: REFRESHES, onSuccess: () => told(copy.cancelled) },
  );

  function told(message: string) {
    confirmed(message);
    onDone();
  }

  const running = [complete, cancel].find((action) => action.isPending);
  return {
    error: complete.error ?? cancel.error,
    busyId: running?.variables ?? null,
    complete: (bookingId: string, onFailed: () => void) => {
      cancel.reset();
      complete.mutate(bookingId, { onError: onFailed });
    },
    cancel: (bookingId: string, onFailed: () => void) => {
      complete.reset();
      cancel.mutate(bookingId, { onError: onFailed });
    },
  };
}
