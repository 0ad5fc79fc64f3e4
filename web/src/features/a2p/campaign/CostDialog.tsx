import { Alert } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { ConfirmDialog } from "@/staff/ui/ConfirmDialog";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Stack, Text } from "@/staff/ui/layout";
import { COPY } from "../copy";
import classes from "./CostDialog.module.css";

type Costs = Schemas["SubmissionCosts"];

type Props = {
  costs: UseQueryResult<Costs>;
  title: string;
  confirm: string;
  isBusy: boolean;
  hasUnsavedChanges: boolean;
  /** Where it may go also if nobody can tell what it costs. */
  mayGoUntold?: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Before what costs: fees, tries and what is final. Nothing goes before they were asked for. */
export function CostDialog({ costs, hasUnsavedChanges, mayGoUntold = false, ...dialog }: Props) {
  const isTold = costs.data !== undefined || (mayGoUntold && costs.isError);
  return (
    <ConfirmDialog {...dialog} canConfirm={isTold && !costs.isFetching}>
      <Stack gap="md">
        {hasUnsavedChanges && <Text size="sm">{COPY.savedFirst}</Text>}
        <Loaded query={costs} skeleton={<Skeleton height={140} />}>
          {(told) => <Told costs={told} />}
        </Loaded>
      </Stack>
    </ConfirmDialog>
  );
}

function Told({ costs }: { costs: Costs }) {
  return (
    <Stack gap="md">
      <section aria-label={COPY.costs}>
        {costs.fees.length === 0 ? (
          <Text fw={600}>{COPY.nothingDue}</Text>
        ) : (
          <>
            <Text fw={600} size="lg">
              {COPY.dueNow(costs.dueNow, costs.isApproximate)}
              {costs.monthly > 0 && `, ${COPY.monthly(costs.monthly)}`}
            </Text>
            <dl className={classes.fees}>
              {costs.fees.map((fee) => (
                <div key={fee.what}>
                  <dt>{fee.what}</dt>
                  <dd>{COPY.amount(fee.amount, fee.isMonthly)}</dd>
                </div>
              ))}
            </dl>
            {costs.isApproximate && (
              <Text size="sm" c="dimmed">
                {COPY.approximate}
              </Text>
            )}
          </>
        )}
        <Text size="sm">{COPY.triesLeft(costs.brandSubmissionsLeft)}</Text>
      </section>
      {costs.irreversibleSteps.length > 0 && (
        <Alert
          color="orange"
          variant="light"
          classNames={{ title: classes.title }}
          title={COPY.final}
        >
          <ul className={classes.steps}>
            {costs.irreversibleSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </Alert>
      )}
    </Stack>
  );
}
