import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { formatDateTime } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { COPY } from "../copy";
import { driftQuery } from "../queries";
import classes from "./CostDialog.module.css";
import { useFieldName } from "./ManualTask";

/** What the nightly comparison found of this campaign, or of the business where there is none. */
export function DriftNotice({ campaignId }: { campaignId: string | null }) {
  const drift = useQuery(driftQuery).data;
  const timeZone = useTimeZone();
  const nameOf = useFieldName();
  const found = drift?.items.filter((each) => each.campaignId === campaignId) ?? [];
  if (found.length === 0) {
    return null;
  }
  return (
    <Alert
      color="orange"
      variant="light"
      classNames={{ title: classes.title }}
      title={COPY.driftTitle}
    >
      <ul className={classes.steps}>
        {found.map((each) => (
          <li key={`${each.subject} ${each.field}`}>{sentenceOf(each, nameOf)}</li>
        ))}
      </ul>
      {drift?.checkedAt != null && COPY.driftChecked(formatDateTime(drift.checkedAt, timeZone))}
    </Alert>
  );
}

function sentenceOf({ field }: Schemas["Drift"], nameOf: (path: string) => string): string {
  const sentences: Readonly<Record<string, string>> = {
    status: COPY.driftStatus,
    exists: COPY.driftMissing,
  };
  return sentences[field] ?? COPY.driftField(nameOf(field));
}
