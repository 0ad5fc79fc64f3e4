import { Alert, Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useRef } from "react";
import { formatDateTime } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { useKeptFocus } from "@/shared/useKeptFocus";
import { useWrite } from "@/shared/write";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Loaded } from "@/staff/ui/Loaded";
import { Group, Paper, Skeleton, Stack, Text } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import { confirmed, failed } from "@/staff/ui/toast";
import { configQuery, healthQuery, type LineCheck, repairLine } from "../queries";
import { COPY } from "./copy";
import { HealthDetails } from "./HealthDetails";
import { healthPill, whyNoRepair } from "./health";

const { health: copy } = COPY;

export function Health() {
  const query = useQuery(healthQuery);
  const line = query.data;
  const pill = line !== undefined && line.numbers.length > 0 ? healthPill(line) : undefined;
  return (
    <Paper component="section" aria-labelledby="health-title">
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <h2 id="health-title">{copy.title}</h2>
          {pill !== undefined && <StatusPill tone={pill.tone}>{pill.words}</StatusPill>}
        </Group>
        <Text size="sm" c="dimmed">
          {copy.lead}
        </Text>
        <Loaded query={query} skeleton={<Skeleton height={220} />}>
          {(checked) =>
            checked.numbers.length === 0 ? (
              <Text>{copy.noLine}</Text>
            ) : (
              <Checked
                line={checked}
                isChecking={query.isFetching}
                onCheck={() => void query.refetch()}
              />
            )
          }
        </Loaded>
      </Stack>
    </Paper>
  );
}

type Props = { line: LineCheck; isChecking: boolean; onCheck: () => void };

function Checked({ line, isChecking, onCheck }: Props) {
  const zone = useTimeZone();
  const why = useId();
  const client = useQueryClient();
  const result = useRef<HTMLParagraphElement>(null);
  const repair = useWrite(repairLine, {
    // Its answer is a fresh look already.
    refreshes: [configQuery.queryKey],
    onSuccess: (checked) => {
      client.setQueryData(healthQuery.queryKey, checked);
      (checked.isHealthy ? confirmed : failed)(
        checked.isHealthy ? copy.repaired : copy.stillBroken,
      );
      result.current?.focus();
    },
  });
  const check = useKeptFocus(isChecking);
  const repairButton = useKeptFocus(repair.isPending);
  const whyNot = whyNoRepair(line);
  return (
    <Stack gap="md">
      {!line.twilioAnswered && (
        <Alert color="gray" variant="light">
          {copy.notAnswering}
        </Alert>
      )}
      <HealthDetails line={line} />
      {repair.error !== null && <ErrorNotice error={repair.error} title={copy.notRepaired} />}
      <Group gap="sm">
        <Button
          ref={repairButton}
          loading={repair.isPending}
          disabled={whyNot !== null}
          aria-describedby={why}
          variant={whyNot === null ? "filled" : "default"}
          onClick={() => repair.mutate(undefined)}
        >
          {copy.repair}
        </Button>
        <Button ref={check} variant="default" loading={isChecking} onClick={onCheck}>
          {copy.check}
        </Button>
        <Text size="sm" c="dimmed" id={why} ref={result} tabIndex={-1}>
          {line.twilioAnswered && whyNot !== null && `${whyNot} `}
          {copy.checkedAt(formatDateTime(line.checkedAt, zone))}
        </Text>
      </Group>
    </Stack>
  );
}
