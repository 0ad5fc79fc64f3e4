import type { UseQueryResult } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { Paper, Skeleton, Stack, Text } from "@/staff/ui/layout";
import { COPY } from "../copy";
import { FieldLink } from "../FieldLink";
import classes from "./Checks.module.css";
import { Severity } from "./FieldFindings";
import { isAboutBusiness } from "./values";

type Props = {
  findings: UseQueryResult<Schemas["FindingPage"]>;
  /** Something was typed that these findings do not know yet. */
  isBehind: boolean;
  readiness: string;
  /** Beside a campaign, what is found in the business profile is only counted. */
  isBusiness?: boolean;
};

/** All findings in one list, in the order of the form; each leads to its field. */
export function Checks({ findings, isBehind, readiness, isBusiness = false }: Props) {
  const items = findings.data?.items;
  const elsewhere = isBusiness ? [] : (items?.filter(isAboutBusiness) ?? []);
  const here = items?.filter((finding) => !elsewhere.includes(finding)) ?? [];
  return (
    <Paper component="section" aria-labelledby="checks" p="md">
      <Stack gap="xs">
        <h3 id="checks" className={classes.heading}>
          {COPY.findings}
        </h3>
        {items === undefined ? (
          <Unanswered hasFailed={findings.isError} />
        ) : (
          <>
            <Tally items={items} readiness={readiness} />
            {items.length > 0 && <List items={here} elsewhere={elsewhere} />}
          </>
        )}
        <Text size="xs" c="dimmed" className={classes.behind} data-shown={isBehind}>
          {COPY.recheck}
        </Text>
      </Stack>
    </Paper>
  );
}

function Unanswered({ hasFailed }: { hasFailed: boolean }) {
  return hasFailed ? <Text size="sm">{COPY.checksFailed}</Text> : <Skeleton height={60} />;
}

function Tally({ items, readiness }: { items: Schemas["Finding"][]; readiness: string }) {
  const blocking = items.filter((finding) => finding.severity === "BLOCKING").length;
  return (
    <div role="status" className={classes.tally}>
      {blocking === 0 ? (
        <span className={classes.ready}>
          <span aria-hidden="true">✓ </span>
          {readiness}
        </span>
      ) : (
        COPY.counted(blocking, items.length - blocking)
      )}
    </div>
  );
}

type ListProps = { items: Schemas["Finding"][]; elsewhere: Schemas["Finding"][] };

function List({ items, elsewhere }: ListProps) {
  const first = elsewhere[0];
  return (
    <ul className={classes.list}>
      {items.map((finding) => (
        <li key={`${finding.ruleId} ${finding.field} ${finding.message}`}>
          <p>
            <Severity finding={finding} /> {finding.message}
          </p>
          <FieldLink field={finding.field} />
        </li>
      ))}
      {first !== undefined && (
        <li>
          <p>{COPY.inBusiness(elsewhere.length)}</p>
          <FieldLink field={first.field} />
        </li>
      )}
    </ul>
  );
}
