import { useQuery } from "@tanstack/react-query";
import { type ComponentType, useEffect, useRef } from "react";
import type { Schemas } from "@/api/client";
import { Text } from "@/staff/ui/layout";
import { COPY } from "../copy";
import type { Values } from "../form/values";
import { costsQuery } from "../queries";
import type { Campaign } from "../status";
import { CostDialog } from "./CostDialog";

export type ResubmitStrategyProps = {
  campaign: Campaign;
  isBusy: boolean;
  /** What was typed and not saved; part of the resubmission in any case. */
  unsaved: Values;
  /** Saves these fields, then resubmits. */
  onResubmit: (fixes: Values) => void;
  onClose: () => void;
};

/**
 * What happens between the click and the resubmission. Another one, such as a dialog that sums up the
 * rejection and offers to have the copy rewritten, takes over by being passed here: it hands the
 * rewritten fields to `onResubmit`, and they are saved before anything goes out.
 */
export type ResubmitStrategy = ComponentType<ResubmitStrategyProps>;

type Props = ResubmitStrategyProps & { strategy?: ResubmitStrategy };

export function ResubmitFlow({ strategy: Strategy = ResubmitAsWritten, ...props }: Props) {
  return <Strategy {...props} />;
}

/** The fixes are what somebody wrote in the form: goes at once, and asks only where it costs. */
export function ResubmitAsWritten(props: ResubmitStrategyProps) {
  const { campaign, isBusy, unsaved, onResubmit, onClose } = props;
  const costs = useQuery(costsQuery(campaign.id));
  const isFree = costs.data !== undefined && isNothingAtStake(costs.data);
  const hasGone = useRef(false);
  useEffect(() => {
    if (isFree && !hasGone.current) {
      hasGone.current = true;
      onResubmit({});
    }
  }, [isFree, onResubmit]);
  if (isFree || costs.isPending) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {COPY.resubmitting}
      </Text>
    );
  }
  return (
    <CostDialog
      costs={costs}
      title={COPY.resubmitTitle}
      confirm={COPY.resubmit}
      isBusy={isBusy}
      hasUnsavedChanges={Object.keys(unsaved).length > 0}
      mayGoUntold
      onConfirm={() => onResubmit({})}
      onClose={onClose}
    />
  );
}

const isNothingAtStake = ({ fees, irreversibleSteps }: Schemas["SubmissionCosts"]): boolean =>
  fees.length + irreversibleSteps.length === 0;
