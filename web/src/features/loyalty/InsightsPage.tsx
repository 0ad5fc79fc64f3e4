import { Alert, Anchor, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import type { Schemas } from "@/api/client";
import { formatDateTime, formatNumber } from "@/shared/format";
import { PageTitle } from "@/shared/PageTitle";
import { useTimeZone } from "@/shared/session";
import { Empty } from "@/staff/ui/Empty";
import { Loaded } from "@/staff/ui/Loaded";
import { Group, Paper, Skeleton, Stack, Text } from "@/staff/ui/layout";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import { bucketsOf, sum } from "./buckets";
import { Chart } from "./Chart";
import { insights, rulesOf } from "./copy";
import { Figures } from "./Figures";
import { seriesQuery, settingsQuery, summaryQuery } from "./queries";

const RANGES = [7, 30, 90] as const;

/** As many lines as usual rules take, whatever the width. */
const RULES_SKELETON = (
  <Skeleton>
    <Text size="sm" aria-hidden>
      {"words ".repeat(20)}
    </Text>
  </Skeleton>
);

export default function InsightsPage() {
  const summary = useQuery(summaryQuery);
  const timeZone = useTimeZone();
  return (
    <Stack gap="xl">
      <div>
        <PageTitle title={insights.title} />
        <Text c="dimmed" size="sm">
          {summary.data ? insights.asOf(formatDateTime(summary.data.asOf, timeZone)) : "\u00a0"}
        </Text>
      </div>
      <Guardrails />
      <Loaded query={summary} skeleton={<Figures />}>
        {(data) => <Figures summary={data} />}
      </Loaded>
      <Movement />
      <div>
        <h2>{insights.top}</h2>
        <Loaded query={summary} skeleton={<Skeleton height={200} />}>
          {(data) => <TopCustomers customers={data.top5CustomersByPoints} />}
        </Loaded>
      </div>
    </Stack>
  );
}

function Guardrails() {
  const settings = useQuery(settingsQuery);
  return (
    <Alert title={insights.guardrails} variant="light">
      <Stack gap="xs">
        <Loaded query={settings} skeleton={RULES_SKELETON}>
          {(data) => <Text size="sm">{rulesOf(data)}</Text>}
        </Loaded>
        <Anchor component={Link} to="/admin/settings/loyalty" size="sm" underline="always">
          {insights.editGuardrails}
        </Anchor>
      </Stack>
    </Alert>
  );
}

/** The range stands in the address, so that a link to this view shows the same. */
function Movement() {
  const [search, setSearch] = useSearchParams();
  const days = RANGES.find((range) => String(range) === search.get("days")) ?? 30;
  const series = useQuery(seriesQuery(days));
  return (
    <section aria-labelledby="movement">
      <Group justify="space-between" mb="sm">
        <h2 id="movement">{insights.chart}</h2>
        <Group gap={4} role="group" aria-label={insights.range}>
          {RANGES.map((range) => (
            <Button
              key={range}
              size="xs"
              variant={range === days ? "filled" : "default"}
              aria-pressed={range === days}
              onClick={() => setSearch({ days: String(range) }, { replace: true })}
            >
              {insights.days(range)}
            </Button>
          ))}
        </Group>
      </Group>
      <Paper>
        <Loaded query={series} skeleton={<Skeleton height={280} />}>
          {(data) => <MovementChart days={data.items} />}
        </Loaded>
      </Paper>
    </section>
  );
}

function MovementChart({ days }: { days: readonly Schemas["Day"][] }) {
  const earned = sum(days.map((day) => day.earned));
  const redeemed = sum(days.map((day) => day.redeemed));
  if (earned === 0 && redeemed === 0) {
    return <Text c="dimmed">{insights.noMovement}</Text>;
  }
  return (
    <Stack gap="sm">
      <Text fw={600}>{insights.finding(earned, redeemed, days.length)}</Text>
      <Chart buckets={bucketsOf(days)} />
    </Stack>
  );
}

function TopCustomers({ customers }: { customers: readonly Schemas["TopCustomer"][] }) {
  if (customers.length === 0) {
    const { title, text, action } = insights.noCustomers;
    return (
      <Empty
        title={title}
        action={
          <Button component={Link} to="/admin/settings/loyalty#port-recovery">
            {action}
          </Button>
        }
      >
        {text}
      </Empty>
    );
  }
  return (
    <ScrollTable label={insights.top}>
      <thead>
        <tr>
          <th scope="col">{insights.columns.customer}</th>
          <th scope="col" data-numeric>
            {insights.columns.points}
          </th>
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <tr key={customer.customerId}>
            <th scope="row">
              <Anchor
                component={Link}
                to={`/admin/customer-points?customer=${customer.customerId}`}
                state={{ customerName: customer.name }}
                underline="always"
                size="sm"
              >
                {customer.name ?? insights.someone}
              </Anchor>
            </th>
            <td data-numeric>{formatNumber(customer.points)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
