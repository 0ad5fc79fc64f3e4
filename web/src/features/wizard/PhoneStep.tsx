import { useQuery } from "@tanstack/react-query";
import { Stack, Text } from "@/staff/ui/layout";
import { Checklist } from "./Checklist";
import { COPY } from "./copy";
import { LineCard } from "./LineCard";
import { checklist, isTimelineNeeded } from "./moves";
import { timelineQuery, type WizardStatus } from "./queries";
import { RegistrationCard } from "./RegistrationCard";
import { RoutingCard } from "./RoutingCard";
import { ContinueButton } from "./StepActions";
import type { Step } from "./states";
import classes from "./wizard.module.css";

type Props = { status: WizardStatus; state: Step["state"]; next: Step | undefined };

/** Three cards, one below the other, and what is still missing with whose move it is. */
export function PhoneStep({ status, state, next }: Props) {
  const isNeeded = isTimelineNeeded(status);
  const timeline = useQuery({ ...timelineQuery, enabled: isNeeded });
  const items = checklist(status, isNeeded ? timeline.data : undefined);
  return (
    <Stack gap="md">
      <LineCard status={status} />
      <RoutingCard routing={status.routing} />
      <RegistrationCard status={status} />
      {state !== "COMPLETE" && <Checklist items={items} />}
      <div className={classes.onward}>
        <ContinueButton next={next} />
        {state !== "COMPLETE" && (
          <Text size="sm" c="dimmed">
            {COPY.laterTitle} {COPY.laterText}
          </Text>
        )}
      </div>
    </Stack>
  );
}
