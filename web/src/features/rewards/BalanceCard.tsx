import type { Rewards } from "@/customer/rewardsQuery";
import { ButtonLink } from "@/customer/ui/Button";
import { formatNumber } from "@/shared/format";
import { COPY, rulesOf } from "./copy";
import classes from "./Rewards.module.css";

/** What the customer has and what it is worth, at a glance and in a sentence. */
export function BalanceCard({ rewards }: { rewards: Rewards }) {
  const { pointsBalance, approximateValue } = rewards;
  const hasPoints = pointsBalance > 0;
  return (
    <section className={classes.balance} aria-labelledby="balance-title">
      <h2 id="balance-title" className={classes.eyebrow}>
        {COPY.balance}
      </h2>
      <dl className={classes.figures}>
        <div>
          <dt className="hidden">{COPY.balance}</dt>
          <dd className={classes.points}>{formatNumber(pointsBalance)}</dd>
        </div>
        <div>
          <dt className="hidden">{COPY.worthLabel}</dt>
          <dd className={classes.worth}>{COPY.worth(approximateValue)}</dd>
        </div>
      </dl>
      <p className={classes.sentence}>
        {hasPoints ? COPY.available(pointsBalance, approximateValue) : COPY.none}
      </p>
      <p className={classes.rules}>{rulesOf(rewards)}</p>
      <ButtonLink kind="onHero" to="/booking">
        {hasPoints ? COPY.book : COPY.bookFirst}
      </ButtonLink>
    </section>
  );
}
