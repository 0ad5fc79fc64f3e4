import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Schemas } from "@/api/client";
import { formatPhone } from "@/shared/format";
import { Loaded } from "@/staff/ui/Loaded";
import { Paper, Skeleton, Stack, Text } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import { AssignForm } from "./AssignForm";
import { copy } from "./copy";
import { ProvisioningForm } from "./ProvisioningForm";
import { lineQuery } from "./queries";

type Config = Schemas["PhoneConfig"];

/** One tenant's line, as the platform's operator sees and changes it. */
export function Line({ tenant }: { tenant: Schemas["Tenant"] }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const line = useQuery(lineQuery(tenant.id));
  useEffect(() => heading.current?.focus(), []);
  return (
    <Paper component="section" aria-labelledby="line">
      <Stack gap="lg">
        <h2 id="line" ref={heading} tabIndex={-1}>
          {copy.lineOf(tenant.name)}
        </h2>
        <Loaded query={line} skeleton={<Skeleton height={280} />}>
          {(config) => (
            <>
              <Numbers numbers={config.numbers} />
              <ProvisioningForm tenantId={tenant.id} stored={config.provisioningMode} />
              <AssignForm tenantId={tenant.id} />
            </>
          )}
        </Loaded>
      </Stack>
    </Paper>
  );
}

function Numbers({ numbers }: { numbers: Config["numbers"] }) {
  return (
    <div>
      <h3>{copy.numbers}</h3>
      {numbers.length === 0 && <Text c="dimmed">{copy.noNumber}</Text>}
      {numbers.map((number) => (
        <Stack key={number.id} gap={4} align="flex-start" mt="xs">
          <Text fw={600}>{formatPhone(number.phoneNumber)}</Text>
          <StatusPill tone={number.canSend ? "good" : "attention"}>
            {number.canSend ? copy.canSend : copy.cannotSend}
          </StatusPill>
          {number.cannotSendReason !== null && <Text size="sm">{number.cannotSendReason}</Text>}
          {number.protected && <Text size="sm">{copy.protectedNumber}</Text>}
        </Stack>
      ))}
    </div>
  );
}
