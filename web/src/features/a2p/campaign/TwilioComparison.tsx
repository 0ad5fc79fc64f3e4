import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { ActionButton } from "@/staff/ui/ActionButton";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Text } from "@/staff/ui/layout";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import { COPY } from "../copy";
import { differencesQuery } from "../queries";
import { readable } from "./held";
import { useFieldName } from "./ManualTask";
import classes from "./More.module.css";

/** What we hold beside what Twilio holds; asked only when somebody wants to know. */
export function TwilioComparison({ campaignId }: { campaignId: string }) {
  const [isWanted, setIsWanted] = useState(false);
  const differences = useQuery({ ...differencesQuery(campaignId), enabled: isWanted });
  return (
    <section aria-labelledby="held" className={classes.more}>
      <h2 id="held">{COPY.held}</h2>
      <Text c="dimmed">{COPY.heldHelp}</Text>
      <div>
        <ActionButton
          variant="default"
          isBusy={differences.isFetching}
          onClick={() => (isWanted ? void differences.refetch() : setIsWanted(true))}
        >
          {isWanted ? COPY.compareAgain : COPY.compare}
        </ActionButton>
      </div>
      {isWanted && (
        <Loaded
          query={differences}
          skeleton={<Skeleton height={80} />}
          empty={{
            when: (page) => page.items.length === 0,
            show: <Text role="status">{COPY.same}</Text>,
          }}
        >
          {(page) => <Differences items={page.items} />}
        </Loaded>
      )}
    </section>
  );
}

function Differences({ items }: { items: readonly Schemas["Difference"][] }) {
  const nameOf = useFieldName();
  return (
    <ScrollTable label={COPY.heldTable}>
      <thead>
        <tr>
          <th scope="col">{COPY.field}</th>
          <th scope="col">{COPY.here}</th>
          <th scope="col">{COPY.atTwilio}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.field}>
            <th scope="row">{nameOf(item.field)}</th>
            <td className={classes.held}>{readable(item.ours)}</td>
            <td className={classes.held}>{readable(item.twilio)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
