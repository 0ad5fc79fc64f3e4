import type { Schemas } from "@/api/client";
import { formatMoney, formatNumber } from "@/shared/format";
import { figures } from "./copy";
import classes from "./Figures.module.css";

const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 0 });

/** The key figures, each with what it counts. */
export function Figures({ summary }: { summary: Schemas["LoyaltySummary"] }) {
  const { totalPointsEarned: earned, totalPointsRedeemed: redeemed } = summary;
  const cards = [
    [figures.customers, formatNumber(summary.totalCustomersWithPoints)],
    [figures.outstanding, formatNumber(summary.totalPointsOutstanding)],
    [figures.liability, formatMoney(summary.outstandingLiability)],
    [figures.rate, earned === 0 ? "–" : percent.format(redeemed / earned)],
    [figures.earned, formatNumber(earned)],
    [figures.redeemed, formatNumber(redeemed)],
    [figures.earned30, formatNumber(summary.pointsEarnedLast30Days)],
    [figures.redeemed30, formatNumber(summary.pointsRedeemedLast30Days)],
  ] as const;
  return (
    <dl className={classes.cards}>
      {cards.map(([figure, value]) => (
        <div key={figure.name} className={classes.card}>
          <dt>{figure.name}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd className={classes.means}>{figure.means}</dd>
        </div>
      ))}
    </dl>
  );
}
