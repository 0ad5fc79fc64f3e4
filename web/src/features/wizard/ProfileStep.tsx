import { Stack, Text } from "@/staff/ui/layout";
import { COPY } from "./copy";
import { NotAnswering } from "./NotAnswering";
import { StepActions } from "./StepActions";
import type { Step } from "./states";

type Props = { state: Step["state"]; next: Step | undefined };

export function ProfileStep({ state, next }: Props) {
  return (
    <Stack gap="md">
      {state === "UNKNOWN" && <NotAnswering />}
      <Text>{COPY.profile.lead}</Text>
      <StepActions
        to="/settings/a2p?section=business"
        action={COPY.profile.action[state]}
        isDone={state === "COMPLETE"}
        next={next}
      />
    </Stack>
  );
}
