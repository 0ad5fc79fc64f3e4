import { Group, Paper, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Switch.css";
import { type FormEvent, useRef, useState } from "react";
import { api, type Schemas, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { confirmed } from "@/staff/ui/toast";
import { dollarsOf } from "./amounts";
import { settings as copy, defaultGuardrail } from "./copy";

type Settings = Schemas["LoyaltySettings"];

type Typed = { minimum: string; core: boolean; value: string; message: string };

const typedOf = (stored: Settings): Typed => ({
  minimum: stored.minCartTotal?.toFixed(2) ?? "",
  core: stored.requireCoreService,
  value: stored.pointValue.toFixed(2),
  message: stored.guardrailMessage ?? "",
});

/** Kept as typed until it is saved; what cannot be saved is said beside its field. */
export function SettingsForm({ stored }: { stored: Settings }) {
  const [typed, setTyped] = useState(() => typedOf(stored));
  const [isChecked, setIsChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const save = useWrite(
    (body: Schemas["LoyaltySettingsInput"], header) =>
      unwrap(api.PUT("/api/admin/loyalty/settings", { params: { header }, body })),
    {
      refreshes: [["loyalty"], ["wizard"]],
      onSuccess: (saved) => {
        setTyped(typedOf(saved));
        setIsChecked(false);
        confirmed(copy.saved);
      },
    },
  );
  const minimum = typed.minimum.trim() === "" ? null : dollarsOf(typed.minimum);
  const value = dollarsOf(typed.value);
  const errors = {
    minimum: typed.minimum.trim() !== "" && minimum === null ? copy.amount : undefined,
    value: value === null ? copy.amount : value === 0 ? copy.positive : undefined,
  };
  const fields = save.error?.fields ?? {};
  const set = (change: Partial<Typed>) => setTyped((before) => ({ ...before, ...change }));

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    if (errors.minimum !== undefined || errors.value !== undefined || value === null) {
      const name = errors.minimum === undefined ? "value" : "minimum";
      form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
      return;
    }
    save.mutate({
      minCartTotal: minimum,
      requireCoreService: typed.core,
      pointValue: value,
      guardrailMessage: typed.message.trim() === "" ? null : typed.message.trim(),
    });
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
          {(minimum || typed.core) && (
            <div>
              <Text size="sm" fw={600}>
                {copy.preview}
              </Text>
              <Text size="sm">{typed.message.trim() || defaultGuardrail(minimum, typed.core)}</Text>
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
    </Paper>
  );
}
