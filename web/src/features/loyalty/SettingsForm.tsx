import { Switch, Textarea, TextInput } from "@mantine/core";
import { Group, Paper, Stack, Text } from "@/staff/ui/layout";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Switch.css";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { api, type Schemas, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { LeaveGuard } from "@/staff/ui/LeaveGuard";
import { confirmed } from "@/staff/ui/toast";
import { useDraft } from "@/staff/useDraft";
import { settings as copy, defaultGuardrail } from "./copy";
import { settingsQuery } from "./queries";
import { draftOf, inputOf, type SettingsDraft } from "./settingsDraft";

/** Kept as typed until it is saved; what cannot be saved is said beside its field. */
export function SettingsForm({ stored }: { stored: Schemas["LoyaltySettings"] }) {
  const { draft: typed, input, isDirty, setDraft } = useDraft(stored, draftOf, inputOf);
  const client = useQueryClient();
  const [isChecked, setIsChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const save = useWrite(
    (body: Schemas["LoyaltySettingsInput"], header) =>
      unwrap(api.PUT("/api/admin/loyalty/settings", { params: { header }, body })),
    {
      refreshes: [["loyalty"], ["wizard"]],
      onSuccess: (saved) => {
        client.setQueryData(settingsQuery.queryKey, saved);
        setIsChecked(false);
        confirmed(copy.saved);
      },
    },
  );
  const { minCartTotal: minimum, pointValue: value, ...rest } = input;
  const errors = {
    minimum: typeof minimum === "string" ? copy.amount : undefined,
    value: typeof value === "string" ? copy.amount : value === 0 ? copy.positive : undefined,
  };
  const fields = save.error?.fields ?? {};
  const set = (change: Partial<SettingsDraft>) => setDraft((before) => ({ ...before, ...change }));

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    if (typeof minimum === "string" || typeof value === "string" || value === 0) {
      const name = errors.minimum === undefined ? "value" : "minimum";
      form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
      return;
    }
    save.mutate({ ...rest, minCartTotal: minimum, pointValue: value });
  }

  return (
    <Paper component="section" aria-labelledby="rules">
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="lg">
          <div>
            <h2 id="rules">{copy.rules}</h2>
            <Text c="dimmed">{copy.rulesHint}</Text>
          </div>
          <TextInput
            name="minimum"
            label={copy.minimum}
            description={copy.minimumHint}
            leftSection="$"
            inputMode="decimal"
            value={typed.minimum}
            onChange={(event) => set({ minimum: event.currentTarget.value })}
            error={(isChecked && errors.minimum) || fields.minCartTotal?.[0]}
          />
          <Switch
            label={copy.core}
            description={copy.coreHint}
            checked={typed.core}
            onChange={(event) => set({ core: event.currentTarget.checked })}
          />
          <TextInput
            name="value"
            label={copy.value}
            description={copy.valueHint}
            leftSection="$"
            inputMode="decimal"
            value={typed.value}
            onChange={(event) => set({ value: event.currentTarget.value })}
            error={(isChecked && errors.value) || fields.pointValue?.[0]}
          />
          <Textarea
            label={copy.message}
            description={copy.messageHint}
            rows={3}
            value={typed.message}
            onChange={(event) => set({ message: event.currentTarget.value })}
            error={fields.guardrailMessage?.[0]}
          />
          {typeof minimum !== "string" && (minimum || typed.core) && (
            <div>
              <Text size="sm" fw={600}>
                {copy.preview}
              </Text>
              <Text size="sm">
                {rest.guardrailMessage ?? defaultGuardrail(minimum, typed.core)}
              </Text>
            </div>
          )}
          {save.error !== null && <ErrorNotice error={save.error} />}
          <Group>
            <ActionButton type="submit" isBusy={save.isPending}>
              {copy.save}
            </ActionButton>
          </Group>
        </Stack>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </Paper>
  );
}
