import { formatDay, formatNumber } from "@/shared/format";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import type { Bucket } from "./buckets";
import classes from "./Chart.module.css";
import { insights } from "./copy";

const WIDTH = 720;
const HEIGHT = 200;
const MIDDLE = HEIGHT / 2;
const GAP = 0.25;

const label = (bucket: Bucket): string =>
  bucket.from === bucket.to
    ? formatDay(bucket.from)
    : `${formatDay(bucket.from)} – ${formatDay(bucket.to)}`;

/** Earned above the line, redeemed below: told apart by place, not only by colour. The same as a table below. */
export function Chart({ buckets }: { buckets: readonly Bucket[] }) {
  const most = Math.max(1, ...buckets.flatMap(({ earned, redeemed }) => [earned, redeemed]));
  const [first, last] = [buckets[0], buckets.at(-1)];
  const step = WIDTH / buckets.length;
  const heightOf = (points: number) => (points / most) * MIDDLE;
  return (
    <figure className={classes.figure}>
      <p className={classes.legend}>
        <span className={classes.earnedKey}>{insights.earned} ↑</span>
        <span className={classes.redeemedKey}>{insights.redeemed} ↓</span>
        <small>{insights.longestBar(most)}</small>
      </p>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className={classes.chart}
      >
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
                y={MIDDLE - heightOf(bucket.earned)}
                height={heightOf(bucket.earned)}
              />
              <rect
                className={classes.redeemed}
                x={x}
                width={width}
                y={MIDDLE}
                height={heightOf(bucket.redeemed)}
              />
            </g>
          );
        })}
        <line className={classes.axis} x1="0" x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
      </svg>
      {first !== undefined && last !== undefined && (
        <p className={classes.ends}>
          <span>{formatDay(first.from)}</span>
          <span>{formatDay(last.to)}</span>
        </p>
      )}
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
          <th scope="col">{insights.columns.date}</th>
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
