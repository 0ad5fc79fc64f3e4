import { Badge, type Tone } from "@/customer/ui/Badge";
import { formatDate, formatSigned } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { COPY } from "./copy";
import type { Transaction } from "./queries";
import classes from "./Rewards.module.css";

const TONES: Readonly<Record<Transaction["type"], Tone>> = {
  EARN: "good",
  REDEEM: "gold",
  ADJUST: "quiet",
};

export function HistoryTable({ entries }: { entries: readonly Transaction[] }) {
  const timeZone = useTimeZone();
  const { date, type, points, description } = COPY.columns;
  return (
    <table className={classes.table}>
      <caption className="hidden">{COPY.history}</caption>
      <thead>
        <tr>
          <th scope="col">{date}</th>
          <th scope="col">{type}</th>
          <th scope="col" className={classes.number}>
            {points}
          </th>
          <th scope="col">{description}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className={classes.date}>
              <time dateTime={entry.createdAt}>{formatDate(entry.createdAt, timeZone)}</time>
            </td>
            <td>
              <Badge tone={TONES[entry.type]}>{COPY.types[entry.type]}</Badge>
            </td>
            <td className={`${classes.number} ${entry.points > 0 ? classes.plus : ""}`}>
              {formatSigned(entry.points)}
            </td>
            <td>
              {entry.reason}
              {entry.description && <p className={classes.detail}>{entry.description}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
