import { Button } from "@mantine/core";
import { Link } from "react-router";
import { Group, Text } from "@/staff/ui/layout";
import { Card } from "./Card";
import { COPY } from "./copy";
import { NotAnswering } from "./NotAnswering";
import type { WizardStatus } from "./queries";

const { routing: copy } = COPY;

export function RoutingCard({ routing }: { routing: WizardStatus["routing"] }) {
  return (
    <Card id="inbound-routing" title={copy.title}>
      {routing === null ? (
        <NotAnswering />
      ) : (
        <div>
          <Text>
            {copy.lead} <strong>{copy[routing.mode]}</strong>
          </Text>
          <Text c="dimmed">{routing.summary}</Text>
        </div>
      )}
      <Group>
        <Button component={Link} to="/admin/ivr-config" variant="default">
          {copy.action}
        </Button>
      </Group>
    </Card>
  );
}
