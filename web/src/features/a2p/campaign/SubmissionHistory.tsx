import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { formatDateTime } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton } from "@/staff/ui/layout";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import { StatusPill } from "@/staff/ui/StatusPill";
import { COPY } from "../copy";
import { submissionsQuery } from "../queries";
import { standingOf } from "../status";
import { contentOf } from "./content";
import { readable } from "./held";
import { useFieldName } from "./ManualTask";
import classes from "./More.module.css";

type Submission = Schemas["Submission"];

/** Each try: when, what was sent, and what came of it. */
export function SubmissionHistory({ campaignId }: { campaignId: string }) {
  const submissions = useQuery(submissionsQuery(campaignId));
  return (
    <section aria-labelledby="history" className={classes.more}>
      <h2 id="history">{COPY.history}</h2>
      <Loaded
        query={submissions}
        skeleton={<Skeleton height={96} />}
        empty={{ when: (page) => page.items.length === 0, show: <p>{COPY.noHistory}</p> }}
      >
        {(page) => (
          <ScrollTable label={COPY.historyTable}>
            <thead>
              <tr>
                <th scope="col">{COPY.attempt}</th>
                <th scope="col">{COPY.submittedAt}</th>
                <th scope="col">{COPY.outcome}</th>
                <th scope="col">{COPY.finished}</th>
              </tr>
            </thead>
            <tbody>
              {page.items.map((submission) => (
                <Attempt key={submission.attempt} submission={submission} />
              ))}
            </tbody>
          </ScrollTable>
        )}
      </Loaded>
    </section>
  );
}

function Attempt({ submission }: { submission: Submission }) {
  const timeZone = useTimeZone();
  const { outcome, finishedAt } = submission;
  const standing = outcome === null ? null : standingOf(outcome);
  return (
    <tr>
      <th scope="row">{submission.attempt}</th>
      <td>
        {formatDateTime(submission.submittedAt, timeZone)}
        <WhatWasSent submission={submission} />
      </td>
      <td>
        {standing === null ? (
          <StatusPill tone="waiting">{COPY.underWay}</StatusPill>
        ) : (
          <StatusPill tone={standing.tone}>{standing.name}</StatusPill>
        )}
        {submission.rejectionReasons.map((reason) => (
          <p key={`${reason.code} ${reason.message}`}>{reason.message}</p>
        ))}
      </td>
      <td>{finishedAt === null ? COPY.notYet : formatDateTime(finishedAt, timeZone)}</td>
    </tr>
  );
}

function WhatWasSent({ submission }: { submission: Submission }) {
  const nameOf = useFieldName();
  return (
    <details className={classes.support}>
      <summary>{COPY.whatWasSent}</summary>
      <dl className={classes.pairs}>
        {Object.entries(contentOf(submission.content)).map(([field, value]) => (
          <div key={field}>
            <dt>{nameOf(field)}</dt>
            <dd>{readable(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
