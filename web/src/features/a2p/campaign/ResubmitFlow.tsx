import type { ComponentType } from "react";
import { COPY } from "../copy";
import type { Values } from "../form/values";
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

/** The fixes are what somebody wrote in the form: asks about the costs, then goes. */
export function ResubmitAsWritten({
  campaign,
  isBusy,
  unsaved,
  onResubmit,
  onClose,
}: ResubmitStrategyProps) {
  return (
    <CostDialog
      campaignId={campaign.id}
      title={COPY.resubmitTitle}
      confirm={COPY.resubmit}
      isBusy={isBusy}
      hasUnsavedChanges={Object.keys(unsaved).length > 0}
      onConfirm={() => onResubmit({})}
      onClose={onClose}
    />
  );
}
