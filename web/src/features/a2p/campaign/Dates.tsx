import { formatDateTime } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { COPY } from "../copy";
import type { Campaign } from "../status";
import classes from "./Dates.module.css";

/** When it was submitted, decided on and last looked at. */
export function Dates({ campaign }: { campaign: Campaign }) {
  const timeZone = useTimeZone();
  const dates = [
    [COPY.submittedAt, campaign.submittedAt],
    [COPY.approvedAt, campaign.approvedAt],
    [COPY.rejectedAt, campaign.rejectedAt],
    [COPY.checkedAt, campaign.trusthubLastCheckedAt],
  ] as const;
  return (
    <section aria-label={COPY.timestamps}>
      <dl className={classes.dates}>
        {dates.map(([name, instant]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{instant === null ? COPY.notYet : formatDateTime(instant, timeZone)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
