import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { COPY } from "../copy";
import type { Draft } from "./drafts";
import classes from "./Form.module.css";
import { focusField, useScope } from "./scope";
import type { Save } from "./useSaver";

type Props = { draft: Draft; save: Save; label: string };

/**
 * Says whether what was typed is saved, and saves it at once for whoever does not want to wait; also
 * where the form was closed meanwhile, so that nobody finds the text gone.
 */
export function SaveBar({ draft, save, label }: Props) {
  const { inputs, errors, isReadOnly } = useScope();
  const state = useRef<HTMLParagraphElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  const { phase, error, isAsked, saver } = save;
  const hasFailed = phase === "failed";
  // Offline and the like pass by themselves: one line is enough, until somebody asks.
  const isShown = hasFailed && error !== null && (isAsked || !error.isPassing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each save that was asked for, as it ends
  useEffect(() => {
    if (isShown && isAsked) {
      const first = inputs.find((input) => errors[input.field] !== undefined);
      if (first === undefined || !focusField(first.field)) {
        notice.current?.focus();
      }
    }
  }, [error]);
  return (
    <div className={classes.saveBar}>
      {isShown && (
        <div ref={notice} tabIndex={-1}>
          <ErrorNotice error={error} title={COPY.saveFailedTitle} />
        </div>
      )}
      <div className={classes.saveButtons}>
        <ActionButton type="submit" variant="default" isBusy={save.isPending} isOff={isReadOnly}>
          {label}
        </ActionButton>
        {phase === "conflict" && (
          <Button variant="light" onClick={() => saver.ask(true)}>
            {COPY.compareVersions}
          </Button>
        )}
        {draft.isDirty && (hasFailed || phase === "conflict" || isReadOnly) && (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              draft.discard();
              saver.reset();
              state.current?.focus();
            }}
          >
            {COPY.discard}
          </Button>
        )}
        <p ref={state} tabIndex={-1} className={classes.saveState} data-off={isOff(phase)}>
          {sentenceOf(save, draft.isDirty)}
        </p>
      </div>
    </div>
  );
}

const isOff = (phase: string): boolean => phase === "failed" || phase === "conflict";

function sentenceOf({ phase, error }: Save, isDirty: boolean): string {
  if (phase === "conflict") {
    return COPY.changedElsewhere;
  }
  if (phase === "failed") {
    const passing = error?.status === 0 ? COPY.offline : COPY.unanswered;
    return error?.isPassing === true ? passing : COPY.unsaved;
  }
  if (phase === "saving") {
    return COPY.saving;
  }
  if (isDirty) {
    return COPY.unsaved;
  }
  return phase === "saved" ? COPY.allSaved : COPY.savesAsTyped;
}
