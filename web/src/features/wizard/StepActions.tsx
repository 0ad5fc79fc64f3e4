import { Button } from "@mantine/core";
import { Link } from "react-router";
import { Group } from "@/staff/ui/layout";
import { COPY, STEP_SLUGS } from "./copy";
import type { Step } from "./states";

/** Nothing blocks: whatever the state of this step, the next one is open. */
export function ContinueButton({ next }: { next: Step | undefined }) {
  return next === undefined ? null : (
    <Button component={Link} to={`?step=${STEP_SLUGS[next.id]}`} variant="default">
      {COPY.continueTo(next.title)}
    </Button>
  );
}

type Props = { to: string; action: string; isDone: boolean; next: Step | undefined };

/** The one thing to do about a step, and the way on. */
export function StepActions({ to, action, isDone, next }: Props) {
  return (
    <Group gap="sm">
      <Button component={Link} to={to} variant={isDone ? "default" : "filled"}>
        {action}
      </Button>
      <ContinueButton next={next} />
    </Group>
  );
}
