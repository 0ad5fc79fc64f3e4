import { Stack, Text } from "@/staff/ui/layout";
import { COPY } from "./copy";
import { NotAnswering } from "./NotAnswering";
import { StepActions } from "./StepActions";
import type { Step } from "./states";

type Props = { state: Step["state"]; next: Step | undefined };

export function LoyaltyStep({ state, next }: Props) {
  return (
    <Stack gap="md">
      {state === "UNKNOWN" && <NotAnswering />}
      <Text>{COPY.loyalty.lead}</Text>
      <StepActions
        to="/admin/settings/loyalty"
        action={COPY.loyalty.action[state]}
        isDone={state === "COMPLETE"}
        next={next}
      />
    </Stack>
  );
}
