import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { api, unwrap } from "@/api/client";
import { useRetry } from "@/shared/useRetry";
import { useWrite } from "@/shared/write";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ConfirmDialog } from "@/staff/ui/ConfirmDialog";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Group, Paper, Stack, Text } from "@/staff/ui/layout";
import { confirmed } from "@/staff/ui/toast";
import { wholeOf } from "./amounts";
import { recovery as copy } from "./copy";
import { runQuery } from "./queries";

const USUAL_POINTS = "500";
const MOST_POINTS = 100_000;
const WATCH_MILLISECONDS = 2_000;

/** The promotion that wins customers back: started here, and watched while it runs in the background. */
export function PortRecovery() {
  const [typed, setTyped] = useState(USUAL_POINTS);
  const [isAsking, setIsAsking] = useState(false);
  const [runId, setRunId] = useState<string | null>(null);
  const start = useWrite(
    (points: number, header) =>
      unwrap(
        api.POST("/api/admin/loyalty/promotions/port-recovery/run", {
          params: { header },
          body: { points },
        }),
      ),
    {
      refreshes: [["loyalty"]],
      onSuccess: (run) => {
        setRunId(run.id);
        setIsAsking(false);
        confirmed(copy.started);
      },
      onError: () => setIsAsking(false),
    },
  );
  const points = wholeOf(typed);
  const isValid = points !== null && points > 0 && points <= MOST_POINTS;
  return (
    <Paper component="section" aria-labelledby="port-recovery">
      <Stack gap="md">
        <Heading />
        <TextInput
          label={copy.points}
          inputMode="numeric"
          maw={220}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={!isValid && copy.wholeNumber}
        />
        <Group>
          <ActionButton
            disabled={!isValid}
            isBusy={start.isPending}
            onClick={() => setIsAsking(true)}
          >
            {copy.run}
          </ActionButton>
        </Group>
        {start.error !== null && <ErrorNotice error={start.error} />}
        {runId !== null && <Progress runId={runId} />}
      </Stack>
      {isAsking && points !== null && (
        <ConfirmDialog
          title={copy.confirmTitle(points)}
          confirm={copy.run}
          isBusy={start.isPending}
          onConfirm={() => start.mutate(points)}
          onClose={() => setIsAsking(false)}
        >
          {copy.confirmText}
        </ConfirmDialog>
      )}
    </Paper>
  );
}

/** Other pages lead here by `#port-recovery`. */
function Heading() {
  const heading = useRef<HTMLHeadingElement>(null);
  const isMeant = useLocation().hash === "#port-recovery";
  useEffect(() => {
    if (isMeant) {
      heading.current?.focus();
    }
  }, [isMeant]);
  return (
    <div>
      <h2 id="port-recovery" ref={heading} tabIndex={-1}>
        {copy.title}
      </h2>
      <Text c="dimmed">{copy.text}</Text>
    </div>
  );
}

function Progress({ runId }: { runId: string }) {
  const run = useQuery({
    ...runQuery(runId),
    refetchInterval: ({ state }) =>
      state.status === "error" || state.data?.state === "DONE" ? false : WATCH_MILLISECONDS,
  });
  const { place, retry } = useRetry(run.refetch);
  const { data, error } = run;
  return (
    <div ref={place} tabIndex={-1}>
      {error === null ? (
        <Text role="status">
          {data && (data.state === "DONE" ? copy.done(data) : copy.running(data))}
        </Text>
      ) : (
        <ErrorNotice error={error} title={copy.unwatched} onRetry={retry} />
      )}
    </div>
  );
}
