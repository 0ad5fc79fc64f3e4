import { Radio } from "@mantine/core";
import { Group, Stack } from "@/staff/ui/layout";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Radio.css";
import { useState } from "react";
import { api, type Schemas, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { confirmed } from "@/staff/ui/toast";
import { copy } from "./copy";

type Mode = Schemas["ProvisioningChange"]["mode"];

const MODES = ["MANAGED", "SELF_SERVICE"] as const;

export function ProvisioningForm({ tenantId, stored }: { tenantId: string; stored: Mode }) {
  const [mode, setMode] = useState(stored);
  const save = useWrite(
    (wanted: Mode, header) =>
      unwrap(
        api.PUT("/api/operator/tenants/{tenantId}/provisioning", {
          params: { header, path: { tenantId } },
          body: { mode: wanted },
        }),
      ),
    { refreshes: [["operator"]], onSuccess: () => confirmed(copy.modeSaved) },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(mode);
      }}
    >
      <Stack gap="sm">
        <Radio.Group label={copy.mode} value={mode} onChange={(value) => setMode(value as Mode)}>
          <Stack gap="xs" mt="xs">
            {MODES.map((each) => (
              <Radio
                key={each}
                value={each}
                label={copy.modes[each].label}
                description={copy.modes[each].hint}
              />
            ))}
          </Stack>
        </Radio.Group>
        {save.error !== null && <ErrorNotice error={save.error} />}
        <Group>
          <ActionButton type="submit" variant="default" isBusy={save.isPending}>
            {copy.saveMode}
          </ActionButton>
        </Group>
      </Stack>
    </form>
  );
}
