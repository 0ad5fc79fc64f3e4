import { useEffect, useRef } from "react";
import type { Schemas } from "@/api/client";
import { formatPhone } from "@/shared/format";
import { Text } from "@/staff/ui/layout";
import { COPY } from "./copy";
import classes from "./ivr.module.css";

const { tester: copy } = COPY;

type Step = Schemas["WalkStep"];

/** What is said and done in the call, newest last; read out as it goes on. */
export function Transcript({ steps }: { steps: readonly Step[] }) {
  const log = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is at the end
  useEffect(() => {
    log.current?.scrollTo?.({ top: log.current.scrollHeight });
  }, [steps]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={log} role="log" aria-label={copy.transcript} tabIndex={0} className={classes.log}>
      {steps.map((step, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a call only grows at its end
        <div key={position} className={classes.turn}>
          <Text size="xs" fw={600} c="dimmed">
            {step.pressed === null ? copy.begins : copy.pressed(step.pressed)}
          </Text>
          {step.said !== "" && <Text size="sm">“{step.said}”</Text>}
          <Text size="xs" c="dimmed">
            {expectedOf(step)}
          </Text>
        </div>
      ))}
    </div>
  );
}

const expectedOf = ({ expects, forwardTo }: Step): string =>
  forwardTo === null ? expects : expects.replace(forwardTo, formatPhone(forwardTo));
