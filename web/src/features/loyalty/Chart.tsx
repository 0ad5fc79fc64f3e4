import { formatDay, formatNumber } from "@/shared/format";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import type { Bucket } from "./buckets";
import classes from "./Chart.module.css";
import { insights } from "./copy";

const WIDTH = 720;
const HEIGHT = 220;
const LABELS = 24;
const GAP = 0.25;

const label = (bucket: Bucket): string =>
  bucket.from === bucket.to
    ? formatDay(bucket.from)
    : `${formatDay(bucket.from)} – ${formatDay(bucket.to)}`;

/** Earned above the line, redeemed below: told apart by place, not only by colour. The same as a table below. */
export function Chart({ buckets }: { buckets: readonly Bucket[] }) {
  const most = Math.max(1, ...buckets.flatMap(({ earned, redeemed }) => [earned, redeemed]));
  const middle = (HEIGHT - LABELS) / 2;
  const step = WIDTH / buckets.length;
  const heightOf = (points: number) => (points / most) * (middle - 8);
  return (
    <figure className={classes.figure}>
      <p className={classes.legend}>
        <span className={classes.earnedKey}>{insights.earned} ↑</span>
        <span className={classes.redeemedKey}>{insights.redeemed} ↓</span>
      </p>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className={classes.chart}>
        {buckets.map((bucket, index) => {
          const x = index * step + (step * GAP) / 2;
          const width = step * (1 - GAP);
          return (
            <g key={bucket.from}>
              <title>{`${label(bucket)}: +${bucket.earned}, −${bucket.redeemed}`}</title>
              <rect
                className={classes.earned}
                x={x}
                width={width}
                y={middle - heightOf(bucket.earned)}
                height={heightOf(bucket.earned)}
              />
              <rect
                className={classes.redeemed}
                x={x}
                width={width}
                y={middle}
                height={heightOf(bucket.redeemed)}
              />
            </g>
          );
        })}
        <line className={classes.axis} x1="0" x2={WIDTH} y1={middle} y2={middle} />
        <text className={classes.text} x="0" y={HEIGHT - 6}>
          {buckets[0] && formatDay(buckets[0].from)}
        </text>
        <text className={classes.text} x={WIDTH} y={HEIGHT - 6} textAnchor="end">
          {buckets.length > 0 && formatDay(buckets[buckets.length - 1]?.to ?? "")}
        </text>
      </svg>
      <details>
        <summary>{insights.showTable}</summary>
        <BucketTable buckets={buckets} />
      </details>
    </figure>
  );
}

function BucketTable({ buckets }: { buckets: readonly Bucket[] }) {
  return (
    <ScrollTable label={insights.table}>
      <thead>
        <tr>
          <th scope="col">Date</th>
          <th scope="col" data-numeric>
            {insights.earned}
          </th>
          <th scope="col" data-numeric>
            {insights.redeemed}
          </th>
        </tr>
      </thead>
      <tbody>
        {buckets.map((bucket) => (
          <tr key={bucket.from}>
            <th scope="row">{label(bucket)}</th>
            <td data-numeric>{formatNumber(bucket.earned)}</td>
            <td data-numeric>{formatNumber(bucket.redeemed)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
