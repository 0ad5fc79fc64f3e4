import { Alert } from "@mantine/core";
import { formatDateTime } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { COPY } from "../copy";
import type { Campaign } from "../status";
import { useNow } from "../useNow";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long a suspended campaign can still be saved. */
export function SuspensionNotice({ campaign }: { campaign: Campaign }) {
  const timeZone = useTimeZone();
  const now = useNow(60_000);
  if (campaign.deletionAt === null) {
    return null;
  }
  const left = Math.max(0, Date.parse(campaign.deletionAt) - now);
  return (
    <Alert color="red" variant="light">
      {COPY.suspendedUntil(formatDateTime(campaign.deletionAt, timeZone), timeLeft(left))}
    </Alert>
  );
}

export function timeLeft(milliseconds: number): string {
  if (milliseconds >= DAY) {
    return COPY.daysLeft(Math.floor(milliseconds / DAY));
  }
  const hours = Math.floor(milliseconds / HOUR);
  return hours > 0 ? COPY.hoursLeft(hours) : COPY.lessThanAnHour;
}
