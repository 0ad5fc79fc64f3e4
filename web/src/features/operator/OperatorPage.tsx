import { Button } from "@mantine/core";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { formatDate } from "@/shared/format";
import { PageTitle } from "@/shared/PageTitle";
import { useTimeZone } from "@/shared/session";
import { Empty } from "@/staff/ui/Empty";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Stack, Text } from "@/staff/ui/layout";
import { Pages } from "@/staff/ui/Pages";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import { copy } from "./copy";
import { Line } from "./Line";
import { type Tenant, tenantQuery, tenantsQuery } from "./queries";

export default function OperatorPage() {
  const [search, setSearch] = useSearchParams();
  const [page, setPage] = useState(1);
  const tenants = useQuery({ ...tenantsQuery(page), placeholderData: keepPreviousData });
  const selected = search.get("tenant");
  const client = useQueryClient();
  const select = (tenant: Tenant) => {
    client.setQueryData(tenantQuery(tenant.id).queryKey, tenant);
    setSearch({ tenant: tenant.id });
  };
  return (
    <Stack gap="xl">
      <div>
        <PageTitle title={copy.title} />
        <Text c="dimmed">{copy.hint}</Text>
      </div>
      <Loaded query={tenants} skeleton={<Skeleton height={240} />}>
        {(data) => (
          <Stack>
            <TenantTable tenants={data.items} onSelect={select} />
            <Pages {...data} onPage={setPage} />
          </Stack>
        )}
      </Loaded>
      {selected !== null && <Selected key={selected} tenantId={selected} />}
    </Stack>
  );
}

/** The address names a tenant, on whichever page of the list it is. */
function Selected({ tenantId }: { tenantId: string }) {
  const query = useQuery(tenantQuery(tenantId));
  return (
    <Loaded query={query} skeleton={<Skeleton height={280} />}>
      {(tenant) =>
        tenant === null ? (
          <Empty title={copy.notFound}>{copy.notFoundHint}</Empty>
        ) : (
          <Line tenant={tenant} />
        )
      }
    </Loaded>
  );
}

type TableProps = { tenants: readonly Tenant[]; onSelect: (tenant: Tenant) => void };

function TenantTable({ tenants, onSelect }: TableProps) {
  const timeZone = useTimeZone();
  return (
    <ScrollTable label={copy.title}>
      <thead>
        <tr>
          <th scope="col">{copy.name}</th>
          <th scope="col">{copy.timeZone}</th>
          <th scope="col">{copy.since}</th>
          <th scope="col">
            <span className="sr-only">{copy.open}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tenants.map((tenant) => (
          <tr key={tenant.id}>
            <th scope="row">{tenant.name}</th>
            <td>{tenant.timeZone.replaceAll("_", " ")}</td>
            <td>{formatDate(tenant.createdAt, timeZone)}</td>
            <td>
              <Button
                size="xs"
                variant="default"
                aria-label={copy.openOf(tenant.name)}
                onClick={() => onSelect(tenant)}
              >
                {copy.open}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
