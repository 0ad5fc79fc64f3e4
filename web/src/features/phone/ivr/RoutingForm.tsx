import { Alert, Radio, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef } from "react";
import { useWrite } from "@/shared/write";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Paper, Stack } from "@/staff/ui/layout";
import { confirmed } from "@/staff/ui/toast";
import { useDraft } from "@/staff/useDraft";
import { configQuery, type PhoneConfig, putRouting } from "../queries";
import { COPY, MODES } from "./copy";
import { draftOf, inputOf, type RoutingDraft } from "./routingDraft";
import { SaveBar } from "./SaveBar";
import { useFirstFault } from "./useFirstFault";

type Props = {
  routing: PhoneConfig["routing"];
  /** The line whose calls cannot be routed from here; null where they can. */
  protectedNumber: string | null;
  onDirty: (isDirty: boolean) => void;
};

const { routing: copy } = COPY;

export function RoutingForm({ routing, protectedNumber, onDirty }: Props) {
  const { draft, input, isDirty, setDraft, reset } = useDraft(routing, draftOf, inputOf);
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  const save = useWrite(putRouting, {
    refreshes: [["phone"], ["wizard"]],
    onSuccess: (saved) => {
      client.setQueryData<PhoneConfig>(
        configQuery.queryKey,
        (config) => config && { ...config, routing: saved },
      );
      confirmed(copy.saved);
    },
  });
  useFirstFault(form, save.error);
  const fields = save.error?.fields ?? {};
  const change = (part: Partial<RoutingDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(input);
  };
  return (
    <Paper component="section" aria-labelledby="routing-title">
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <h2 id="routing-title">{copy.title}</h2>
          {protectedNumber !== null && (
            <Alert variant="light" color="gray" title={copy.locked(protectedNumber)}>
              {copy.lockedText}
            </Alert>
          )}
          <Fields
            draft={draft}
            fields={fields}
            isLocked={protectedNumber !== null}
            onChange={change}
          />
          {save.error !== null && <ErrorNotice error={save.error} />}
          {protectedNumber === null && (
            <SaveBar
              label={copy.save}
              isDirty={isDirty}
              isBusy={save.isPending}
              onUndo={() => {
                reset();
                save.reset();
              }}
            />
          )}
        </Stack>
      </form>
    </Paper>
  );
}

type FieldsProps = {
  draft: RoutingDraft;
  fields: Readonly<Record<string, string[]>>;
  isLocked: boolean;
  onChange: (part: Partial<RoutingDraft>) => void;
};

function Fields({ draft, fields, isLocked, onChange }: FieldsProps) {
  return (
    <>
      <Radio.Group
        label={copy.mode}
        value={draft.mode}
        onChange={(mode) => onChange({ mode: mode as RoutingDraft["mode"] })}
      >
        <Stack gap="sm" mt="xs">
          {(["IVR", "VOICEMAIL", "FORWARD"] as const).map((mode) => (
            <Radio key={mode} value={mode} {...MODES[mode]} disabled={isLocked} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.mode !== "VOICEMAIL" && (
        <TextInput
          type="tel"
          label={copy.forwardTo}
          description={copy.forwardToHint[draft.mode]}
          value={draft.forwardTo}
          error={fields.forwardTo?.[0]}
          readOnly={isLocked}
          onChange={(event) => onChange({ forwardTo: event.currentTarget.value })}
        />
      )}
      <Textarea
        label={copy.greeting}
        description={copy.greetingHint}
        rows={3}
        maxLength={1000}
        value={draft.greeting}
        error={fields.greeting?.[0]}
        readOnly={isLocked}
        onChange={(event) => onChange({ greeting: event.currentTarget.value })}
      />
    </>
  );
}
