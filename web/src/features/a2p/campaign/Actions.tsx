import { Button } from "@mantine/core";
import { useId } from "react";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { COPY } from "../copy";
import type { Draft } from "../form/drafts";
import { type Action, actionsOf, type Campaign } from "../status";
import classes from "./Actions.module.css";
import { ResubmitFlow } from "./ResubmitFlow";
import { SubmitFlow } from "./SubmitFlow";
import type { Submission } from "./useSubmission";

const ORDER = ["submit", "resubmit", "refresh"] as const satisfies readonly Action[];
const COSTS: ReadonlySet<Action> = new Set(["submit", "resubmit"]);

type Props = {
  campaign: Campaign;
  draft: Draft;
  submission: Submission;
  /** What is asked for and not decided yet; above, since what comes of it ends it. */
  asking: Action | null;
  onAsk: (action: Action | null) => void;
};

/** The three things one can do, each open or closed by the campaign's status alone, and why. */
export function Actions({ campaign, draft, submission, asking, onAsk }: Props) {
  const { start, pending, failure, mayEdit } = submission;
  const actions = actionsOf(campaign);
  const id = useId();
  const unsaved = mayEdit ? draft.changes : {};
  const closed = ORDER.filter((action) => actions[action] !== null);
  return (
    <div className={classes.actions}>
      <div className={classes.buttons}>
        {ORDER.map((action) => (
          <Button
            key={action}
            variant={COSTS.has(action) && actions[action] === null ? "filled" : "default"}
            disabled={actions[action] !== null || pending !== null}
            loading={pending === action}
            aria-describedby={actions[action] === null ? undefined : `${id}-${action}`}
            onClick={() => (COSTS.has(action) ? onAsk(action) : start(action))}
          >
            {COPY[action]}
          </Button>
        ))}
      </div>
      <ul className={classes.reasons}>
        {closed.map((action) => (
          <li key={action} id={`${id}-${action}`}>
            {COPY[action]}: {actions[action]}
          </li>
        ))}
      </ul>
      {failure !== null && (
        <ErrorNotice error={failure.error} title={COPY.failedTitles[failure.action]} />
      )}
      {asking === "submit" && (
        <SubmitFlow
          campaignId={campaign.id}
          isBusy={pending === "submit"}
          hasUnsavedChanges={Object.keys(unsaved).length > 0}
          onConfirm={() => start("submit", unsaved)}
          onClose={() => onAsk(null)}
        />
      )}
      {asking === "resubmit" && (
        <ResubmitFlow
          campaign={campaign}
          isBusy={pending === "resubmit"}
          unsaved={unsaved}
          onResubmit={(fixes) => start("resubmit", { ...unsaved, ...fixes })}
          onClose={() => onAsk(null)}
        />
      )}
    </div>
  );
}
