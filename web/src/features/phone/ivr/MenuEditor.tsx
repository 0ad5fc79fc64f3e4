import { NativeSelect, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useWrite } from "@/shared/write";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Group, Paper, Stack, Text } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import { confirmed } from "@/staff/ui/toast";
import { menuQuery, putMenu } from "../queries";
import { COPY, FALLBACKS } from "./copy";
import {
  type Faults,
  faultsOf,
  hasFaults,
  inputOf,
  type MenuDraft,
  missingIn,
  NO_FAULTS,
} from "./draft";
import { Keys } from "./Keys";
import { SaveBar } from "./SaveBar";
import { useFirstFault } from "./useFirstFault";
import type { MenuState } from "./useMenuDraft";

const { menu: copy } = COPY;

type Props = { state: MenuState; isInUse: boolean };

/** The whole menu is saved at once; nothing of it before all of it can be followed. */
export function MenuEditor({ state, isInUse }: Props) {
  const { draft, setDraft, reset, isDirty } = state;
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState(NO_FAULTS);
  const [refusals, setRefusals] = useState(0);
  useFirstFault(form, refusals);

  const refuse = (found: Faults) => {
    setFaults(found);
    setRefusals((count) => count + 1);
  };
  const sent = useRef(draft);
  const save = useWrite(putMenu, {
    refreshes: [["phone"], ["wizard"]],
    onSuccess: (saved) => {
      client.setQueryData(menuQuery.queryKey, saved);
      confirmed(copy.saved);
    },
    onError: (error) => refuse(faultsOf(error.fields, sent.current)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.reset();
    const missing = missingIn(draft);
    if (hasFaults(missing)) {
      refuse(missing);
      return;
    }
    setFaults(NO_FAULTS);
    sent.current = draft;
    save.mutate(inputOf(draft));
  };
  const undo = () => {
    reset();
    save.reset();
    setFaults(NO_FAULTS);
  };
  const change = (part: Partial<MenuDraft>) => setDraft({ ...draft, ...part });

  return (
    <Paper component="section" aria-labelledby="menu-title">
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <Group justify="space-between" gap="xs">
            <h2 id="menu-title">{copy.title}</h2>
            <StatusPill tone={isInUse ? "good" : "neutral"}>
              {isInUse ? copy.inUse : copy.notInUse}
            </StatusPill>
          </Group>
          {!isInUse && (
            <Text size="sm" c="dimmed">
              {copy.notInUseText}
            </Text>
          )}
          <Textarea
            label={copy.greeting}
            description={copy.greetingHint}
            rows={2}
            maxLength={1000}
            value={draft.greeting}
            error={faults.greeting}
            onChange={(event) => change({ greeting: event.currentTarget.value })}
          />
          <Keys keys={draft.keys} faults={faults.keys} onChange={(keys) => change({ keys })} />
          <NativeSelect
            label={copy.fallback}
            description={draft.keys.length > 0 ? copy.fallbackHint : copy.noKeys}
            value={draft.fallback}
            error={faults.fallback}
            data={Object.entries(FALLBACKS).map(([value, label]) => ({ value, label }))}
            onChange={(event) =>
              change({ fallback: event.currentTarget.value as MenuDraft["fallback"] })
            }
          />
          <Refusal faults={faults} error={save.error} />
          <SaveBar label={copy.save} isDirty={isDirty} isBusy={save.isPending} onUndo={undo} />
        </Stack>
      </form>
    </Paper>
  );
}

/** What could not be said at a field. */
function Refusal({ faults, error }: { faults: Faults; error: Error | null }) {
  if (error === null) {
    return hasFaults(faults) ? (
      <Text size="sm" c="error" role="alert">
        {COPY.fixMarked}
      </Text>
    ) : null;
  }
  return (
    <>
      <ErrorNotice error={error} />
      {faults.other.map((message) => (
        <Text key={message} size="sm" c="error">
          {message}
        </Text>
      ))}
    </>
  );
}
