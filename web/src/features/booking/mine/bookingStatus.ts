import type { Tone } from "@/customer/ui/Badge";
import { COPY } from "./copy";
import type { Booking } from "./queries";

type Standing = { word: string; tone: Tone; isUpcoming: boolean; canCancel: boolean };

/** What a booking is to its customer now: the status alone does not tell whether it is over. */
export function standingOf(
  { status, startsAt, endsAt }: Pick<Booking, "status" | "startsAt" | "endsAt">,
  now: number,
): Standing {
  const over = { isUpcoming: false, canCancel: false };
  if (status === "CANCELLED") {
    return { word: COPY.status.canceled, tone: "quiet", ...over };
  }
  if (status === "COMPLETED") {
    return { word: COPY.status.completed, tone: "good", ...over };
  }
  if (Date.parse(endsAt) <= now) {
    return { word: COPY.status.passed, tone: "quiet", ...over };
  }
  return Date.parse(startsAt) <= now
    ? { word: COPY.status.running, tone: "gold", isUpcoming: true, canCancel: false }
    : { word: COPY.status.confirmed, tone: "accent", isUpcoming: true, canCancel: true };
}
