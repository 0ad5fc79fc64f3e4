import { Button } from "@mantine/core";
import { Link } from "react-router";
import { Group, Text } from "@/staff/ui/layout";
import { Card } from "./Card";
import { COPY } from "./copy";
import { NotAnswering } from "./NotAnswering";
import type { WizardStatus } from "./queries";
import { registrationPill } from "./states";

const { registration: copy } = COPY;

/** The hint is the API's: it begins with the last error where there is one. */
export function RegistrationCard({ status }: { status: WizardStatus }) {
  const isDone = status.a2pStatus === "APPROVED";
  return (
    <Card id="a2p-registration" title={copy.title} pill={registrationPill(status)}>
      {status.a2pHint === null ? <NotAnswering /> : <Text>{status.a2pHint}</Text>}
      <Group>
        <Button component={Link} to="/settings/a2p" variant={isDone ? "default" : "light"}>
          {copy.action}
        </Button>
      </Group>
    </Card>
  );
}
