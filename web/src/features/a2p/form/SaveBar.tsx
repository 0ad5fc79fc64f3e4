import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { ApiError } from "@/api/errors";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { COPY } from "../copy";
import type { Draft } from "./drafts";
import classes from "./Form.module.css";
import { focusField, useScope } from "./scope";

type Save = { isPending: boolean; error: ApiError | null; reset: () => void };

type Props = { draft: Draft; save: Save; label: string };

/**
 * Saves what was typed when somebody says so, and keeps it where saving fails; also where the form was
 * closed meanwhile, so that nobody finds the text gone.
 */
export function SaveBar({ draft, save, label }: Props) {
  const { inputs, errors, isReadOnly } = useScope();
  const state = useRef<HTMLParagraphElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  const { isPending, error } = save;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each save, as it ends
  useEffect(() => {
    if (error !== null) {
      const first = inputs.find((input) => errors[input.field] !== undefined);
      if (first === undefined || !focusField(first.field)) {
        notice.current?.focus();
      }
    }
  }, [error]);
  return (
    <div className={classes.saveBar}>
      {error !== null && (
        <div ref={notice} tabIndex={-1}>
          <ErrorNotice error={error} title={COPY.saveFailedTitle} />
        </div>
      )}
      <div className={classes.saveButtons}>
        <ActionButton
          type="submit"
          variant="default"
          isBusy={isPending}
          isOff={isReadOnly || !draft.isDirty}
        >
          {label}
        </ActionButton>
        {draft.isDirty && (
          <Button
            variant="subtle"
            color="gray"
            disabled={isPending}
            onClick={() => {
              draft.discard();
              save.reset();
              state.current?.focus();
            }}
          >
            {COPY.discard}
          </Button>
        )}
        <p ref={state} tabIndex={-1} className={classes.saveState}>
          {draft.isDirty ? COPY.unsaved : COPY.allSaved}
        </p>
      </div>
    </div>
  );
}
