import { useRef, useState } from "react";
import { api, unwrap } from "@/api/client";
import type { ApiError } from "@/api/errors";
import { useWrite } from "@/shared/write";
import { type Draft, EMPTY } from "./draft";
import { type Attempt, intents, loadAttempt, saveAttempt, saveDraft } from "./draftStore";
import type { Booking, BookingRequest } from "./queries";

type Handlers = { onBooked: (booking: Booking) => void; onRefused: (error: ApiError) => void };

const REFRESHES = [["rewards"], ["my-bookings"]];

/** Sends a booking once, and once more as the very same one when there was no answer. */
export function useSubmission(draft: Draft, { onBooked, onRefused }: Handlers) {
  const [attempt, setAttempt] = useState<Attempt | null>(loadAttempt);
  const [isSending, setIsSending] = useState(false);
  // A second click comes before the page has drawn that the first is on its way.
  const isUnderWay = useRef(false);
  const chosen = JSON.stringify(draft);

  const keep = (sent: Attempt | null) => {
    setAttempt(sent);
    saveAttempt(sent);
  };
  const finish = () => {
    isUnderWay.current = false;
    setIsSending(false);
  };
  const book = useWrite(
    (body: BookingRequest, header) =>
      unwrap(api.POST("/api/portal/bookings", { params: { header }, body })),
    {
      intents,
      refreshes: REFRESHES,
      onSuccess: (booking) => {
        finish();
        keep(null);
        saveDraft(EMPTY);
        onBooked(booking);
      },
      onError: (error) => {
        finish();
        if (!error.isPassing) {
          keep(null);
        }
        onRefused(error);
      },
    },
  );
  return {
    /** What was sent of just this draft and not answered. The points that it took may be gone already. */
    unanswered: attempt?.draft === chosen ? attempt.request : null,
    isSending,
    send: (request: BookingRequest) => {
      if (!isUnderWay.current) {
        isUnderWay.current = true;
        setIsSending(true);
        keep({ draft: chosen, request });
        book.mutate(request);
      }
    },
  };
}
