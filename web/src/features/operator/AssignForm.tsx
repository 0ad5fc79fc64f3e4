import { TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { api, type Schemas, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { toE164 } from "@/staff/phoneNumber";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Group, Stack, Text } from "@/staff/ui/layout";
import { confirmed } from "@/staff/ui/toast";
import { copy } from "./copy";

const E164 = /^\+[1-9]\d{6,14}$/;
const NUMBER_SID = /^PN[0-9a-fA-F]{32}$/;

export function AssignForm({ tenantId }: { tenantId: string }) {
  const [typed, setTyped] = useState({ phoneNumber: "", twilioSid: "" });
  const [isChecked, setIsChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const assign = useWrite(
    (body: Schemas["NumberAssignment"], header) =>
      unwrap(
        api.POST("/api/operator/tenants/{tenantId}/phone-number", {
          params: { header, path: { tenantId } },
          body,
        }),
      ),
    {
      refreshes: [["operator"]],
      onSuccess: () => {
        setTyped({ phoneNumber: "", twilioSid: "" });
        setIsChecked(false);
        confirmed(copy.assigned);
      },
    },
  );
  const phoneNumber = toE164(typed.phoneNumber);
  const twilioSid = typed.twilioSid.trim();
  const errors = {
    phoneNumber: E164.test(phoneNumber) ? undefined : copy.needsNumber,
    twilioSid: NUMBER_SID.test(twilioSid) ? undefined : copy.needsSid,
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    const wrong =
      errors.phoneNumber !== undefined ? "phoneNumber" : errors.twilioSid && "twilioSid";
    if (wrong !== undefined) {
      form.current?.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
      return;
    }
    assign.mutate({ phoneNumber, twilioSid });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate aria-label={copy.assign}>
      <Stack gap="sm">
        <div>
          <h3>{copy.assign}</h3>
          <Text c="dimmed" size="sm">
            {copy.assignHint}
          </Text>
        </div>
        <TextInput
          name="phoneNumber"
          type="tel"
          label={copy.phoneNumber}
          description={copy.phoneNumberHint}
          value={typed.phoneNumber}
          onChange={(event) => setTyped({ ...typed, phoneNumber: event.currentTarget.value })}
          error={(isChecked && errors.phoneNumber) || assign.error?.fields.phoneNumber?.[0]}
        />
        <TextInput
          name="twilioSid"
          label={copy.twilioSid}
          description={copy.twilioSidHint}
          value={typed.twilioSid}
          onChange={(event) => setTyped({ ...typed, twilioSid: event.currentTarget.value })}
          error={(isChecked && errors.twilioSid) || assign.error?.fields.twilioSid?.[0]}
        />
        {assign.error !== null && <ErrorNotice error={assign.error} />}
        <Group>
          <ActionButton type="submit" isBusy={assign.isPending}>
            {copy.assign}
          </ActionButton>
        </Group>
      </Stack>
    </form>
  );
}
