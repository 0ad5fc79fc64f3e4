import { TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { api, type Schemas, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Group, Stack, Text } from "@/staff/ui/layout";
import { confirmed } from "@/staff/ui/toast";
import { wholeOf } from "./amounts";
import { customers as copy } from "./copy";

/** Adds or takes points by hand; what was typed stays until it is done. */
export function AdjustForm({ customerId }: { customerId: string }) {
  const [typed, setTyped] = useState({ points: "", reason: "" });
  const [isChecked, setIsChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const adjust = useWrite(
    (body: Schemas["Adjustment"], header) =>
      unwrap(api.POST("/api/admin/loyalty/adjustments", { params: { header }, body })),
    {
      refreshes: [["loyalty"]],
      onSuccess: () => {
        setTyped({ points: "", reason: "" });
        setIsChecked(false);
        confirmed(copy.adjusted);
      },
    },
  );
  const points = wholeOf(typed.points);
  const errors = {
    points: points === null || points === 0 ? copy.needsPoints : undefined,
    reason: typed.reason.trim() === "" ? copy.needsReason : undefined,
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    if (points === null || errors.points !== undefined || errors.reason !== undefined) {
      const name = errors.points === undefined ? "reason" : "points";
      form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
      return;
    }
    adjust.mutate({ customerId, points, reason: typed.reason.trim() });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate aria-label={copy.adjust}>
      <Stack gap="sm">
        <div>
          <h3>{copy.adjust}</h3>
          <Text c="dimmed" size="sm">
            {copy.adjustHint}
          </Text>
        </div>
        <Group align="flex-start">
          <TextInput
            name="points"
            label={copy.points}
            w={120}
            value={typed.points}
            onChange={(event) => setTyped({ ...typed, points: event.currentTarget.value })}
            error={(isChecked && errors.points) || adjust.error?.fields.points?.[0]}
          />
          <TextInput
            name="reason"
            label={copy.reason}
            flex="1 1 240px"
            value={typed.reason}
            onChange={(event) => setTyped({ ...typed, reason: event.currentTarget.value })}
            error={(isChecked && errors.reason) || adjust.error?.fields.reason?.[0]}
          />
        </Group>
        {adjust.error !== null && <ErrorNotice error={adjust.error} />}
        <Group>
          <ActionButton type="submit" variant="default" isBusy={adjust.isPending}>
            {copy.adjust}
          </ActionButton>
        </Group>
      </Stack>
    </form>
  );
}
