import type { Schemas } from "@/api/client";
import { formatMoney, formatNumber, formatPercent } from "@/shared/format";
import { Skeleton } from "@/staff/ui/layout";
import { figures } from "./copy";
import classes from "./Figures.module.css";

type Summary = Schemas["LoyaltySummary"];

const CARDS: readonly [(typeof figures)[keyof typeof figures], (summary: Summary) => string][] = [
  [figures.customers, (summary) => formatNumber(summary.totalCustomersWithPoints)],
  [figures.outstanding, (summary) => formatNumber(summary.totalPointsOutstanding)],
  [figures.liability, (summary) => formatMoney(summary.outstandingLiability)],
  [figures.rate, rateOf],
  [figures.earned, (summary) => formatNumber(summary.totalPointsEarned)],
  [figures.redeemed, (summary) => formatNumber(summary.totalPointsRedeemed)],
  [figures.earned30, (summary) => formatNumber(summary.pointsEarnedLast30Days)],
  [figures.redeemed30, (summary) => formatNumber(summary.pointsRedeemedLast30Days)],
];

/** The key figures, each with what it counts; without a summary, their places. */
export function Figures({ summary }: { summary?: Summary }) {
  return (
    <dl className={classes.cards}>
      {CARDS.map(([figure, write]) => (
        <div key={figure.name} className={classes.card}>
          <dt>{figure.name}</dt>
          <dd className={classes.value}>
            {summary === undefined ? <Skeleton width="4ch" height="1lh" /> : write(summary)}
          </dd>
          <dd className={classes.means}>{figure.means}</dd>
        </div>
      ))}
    </dl>
  );
}

function rateOf({ totalPointsEarned: earned, totalPointsRedeemed: redeemed }: Summary): string {
  return earned === 0 ? "–" : formatPercent(redeemed / earned);
}
