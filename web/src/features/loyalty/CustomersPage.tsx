import { Button, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import type { Schemas } from "@/api/client";
import { PageTitle } from "@/shared/PageTitle";
import { useDebounced } from "@/shared/useDebounced";
import { Loaded } from "@/staff/ui/Loaded";
import { Group, Paper, Skeleton, Stack, Text } from "@/staff/ui/layout";
import { Pages } from "@/staff/ui/Pages";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import { CustomerPoints } from "./CustomerPoints";
import { customers as copy } from "./copy";
import { customersQuery } from "./queries";

export default function CustomersPage() {
  const [search, setSearch] = useSearchParams();
  const selected = search.get("customer");
  const name = nameIn(useLocation().state);
  return (
    <Stack gap="xl">
      <PageTitle title={copy.title} />
      {selected !== null && (
        <CustomerPoints key={selected} customerId={selected} knownName={name} />
      )}
      <Finder
        onSelect={({ id, name: customerName }) =>
          setSearch({ customer: id }, { state: { customerName } })
        }
      />
    </Stack>
  );
}

/** Whoever leads here knows the name, and hands it on. */
function nameIn(state: unknown): string | null {
  const { customerName }: { customerName?: unknown } = Object(state);
  return typeof customerName === "string" ? customerName : null;
}

type Customer = Schemas["Customer"];

function Finder({ onSelect }: { onSelect: (customer: Customer) => void }) {
  const [typed, setTyped] = useState("");
  const [page, setPage] = useState(1);
  const wanted = useDebounced(typed.trim());
  const found = useQuery({ ...customersQuery(wanted, page), placeholderData: keepPreviousData });
  return (
    <Paper component="section" aria-label={copy.search}>
      <Stack>
        <TextInput
          label={copy.search}
          description={copy.searchHint}
          value={typed}
          maw={420}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setPage(1);
          }}
        />
        <Loaded query={found} skeleton={<Skeleton height={280} />}>
          {(data) => (
            <>
              <Found customers={data.items} onSelect={onSelect} />
              <Pages {...data} onPage={setPage} />
            </>
          )}
        </Loaded>
      </Stack>
    </Paper>
  );
}

type FoundProps = {
  customers: readonly Customer[];
  onSelect: (customer: Customer) => void;
};

function Found({ customers, onSelect }: FoundProps) {
  if (customers.length === 0) {
    return <Text c="dimmed">{copy.none}</Text>;
  }
  return (
    <ScrollTable label={copy.title}>
      <thead>
        <tr>
          <th scope="col">{copy.columns.customer}</th>
          <th scope="col">{copy.columns.email}</th>
          <th scope="col">
            <span className="sr-only">{copy.show}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <tr key={customer.id}>
            <th scope="row">{customer.name}</th>
            <td>{customer.email}</td>
            <td>
              <Group justify="flex-end">
                <Button
                  size="xs"
                  variant="default"
                  aria-label={copy.open(customer.name)}
                  onClick={() => onSelect(customer)}
                >
                  {copy.show}
                </Button>
              </Group>
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
