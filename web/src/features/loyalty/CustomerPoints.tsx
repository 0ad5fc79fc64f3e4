import { Anchor } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "@/api/client";
import { formatDateTime, formatNumber, formatSigned } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { Loaded } from "@/staff/ui/Loaded";
import { Group, Paper, Skeleton, Stack, Text } from "@/staff/ui/layout";
import { Pages } from "@/staff/ui/Pages";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import { AdjustForm } from "./AdjustForm";
import { customers as copy } from "./copy";
import { accountQuery, historyFile, historyQuery } from "./queries";

type Props = { customerId: string; knownName: string | null };

/** A customer's points: every movement, and a way to correct them. Takes the focus when it opens. */
export function CustomerPoints({ customerId, knownName }: Props) {
  const [page, setPage] = useState(1);
  const heading = useRef<HTMLHeadingElement>(null);
  // An address that was handed on or kept says whose points, but not by name.
  const account = useQuery({ ...accountQuery(customerId), enabled: knownName === null });
  const name = knownName ?? account.data?.name ?? null;
  const history = useQuery({
    ...historyQuery(customerId, page),
    placeholderData: keepPreviousData,
  });
  useEffect(() => heading.current?.focus(), []);
  return (
    <Paper component="section" aria-labelledby="history">
      <Stack>
        <Group justify="space-between">
          <h2 id="history" ref={heading} tabIndex={-1}>
            {name === null ? copy.history : copy.historyOf(name)}
          </h2>
          <Anchor href={historyFile(customerId)} download underline="always">
            {copy.download}
          </Anchor>
        </Group>
        <Loaded query={history} skeleton={<Skeleton height={280} />}>
          {(data) => (
            <>
              <History entries={data.items} isNewest={data.page === 1} />
              <Pages {...data} onPage={setPage} />
            </>
          )}
        </Loaded>
        <AdjustForm customerId={customerId} />
      </Stack>
    </Paper>
  );
}

type HistoryProps = { entries: readonly Schemas["Transaction"][]; isNewest: boolean };

function History({ entries, isNewest }: HistoryProps) {
  const timeZone = useTimeZone();
  const { columns } = copy;
  const [newest] = entries;
  if (newest === undefined) {
    return <Text c="dimmed">{copy.noHistory}</Text>;
  }
  return (
    <>
      {isNewest && <Text fw={600}>{copy.balance(newest.balanceAfter)}</Text>}
      <ScrollTable label={copy.movements}>
        <thead>
          <tr>
            <th scope="col">{columns.date}</th>
            <th scope="col">{columns.type}</th>
            <th scope="col" data-numeric>
              {columns.points}
            </th>
            <th scope="col">{columns.description}</th>
            <th scope="col" data-numeric>
              {columns.balance}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td data-whole>{formatDateTime(entry.createdAt, timeZone)}</td>
              <td>{copy.types[entry.type]}</td>
              <td data-numeric>{formatSigned(entry.points)}</td>
              <td>{entry.description ?? entry.reason}</td>
              <td data-numeric>{formatNumber(entry.balanceAfter)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}
