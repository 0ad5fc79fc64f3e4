import { useQuery } from "@tanstack/react-query";
import { rewardsQuery } from "@/customer/rewardsQuery";
import { Loaded } from "@/customer/ui/Loaded";
import { Skeleton } from "@/customer/ui/Skeleton";
import { PageTitle } from "@/shared/PageTitle";
import { BalanceCard } from "./BalanceCard";
import { COPY } from "./copy";
import { History } from "./History";
import { HowItWorks } from "./HowItWorks";
import classes from "./Rewards.module.css";

/** A customer's points: what there is, what it is good for, and how it came about. */
export default function RewardsPage() {
  const rewards = useQuery(rewardsQuery);
  return (
    <div className={classes.page}>
      <header>
        <PageTitle title={COPY.title} />
        <p className="faint">{COPY.lead}</p>
      </header>
      <Loaded
        query={rewards}
        skeleton={
          <>
            <Skeleton height={340} />
            <Skeleton height={164} />
          </>
        }
      >
        {(data) => (
          <>
            <BalanceCard rewards={data} />
            <HowItWorks pointValue={data.pointValue} />
          </>
        )}
      </Loaded>
      <section className="stack" aria-labelledby="history-title">
        <h2 id="history-title">{COPY.history}</h2>
        <History />
      </section>
    </div>
  );
}
