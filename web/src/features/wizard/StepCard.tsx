import type { ReactNode, Ref } from "react";
import { Link } from "react-router";
import { Paper, Text, VisuallyHidden } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import { COPY, STEP_SLUGS, STEP_STATES } from "./copy";
import { STEP_TONES, type Step } from "./states";
import classes from "./wizard.module.css";

type Props = {
  step: Step;
  position: number;
  isOpen: boolean;
  heading?: Ref<HTMLHeadingElement>;
  summary: string;
  children: ReactNode;
};

/** A step with its state: open with all that belongs to it, or closed as a summary. */
export function StepCard({ step, position, isOpen, heading, summary, children }: Props) {
  return (
    <Paper component="li" p={0} aria-current={isOpen ? "step" : undefined}>
      <div className={classes.head} data-open={isOpen}>
        <span className={classes.position} data-state={step.state} aria-hidden="true">
          {step.state === "COMPLETE" ? "✓" : position}
        </span>
        <div className={classes.name}>
          <h2 ref={heading} tabIndex={isOpen ? -1 : undefined}>
            <VisuallyHidden>{COPY.stepNumber(position)}</VisuallyHidden> {step.title}
          </h2>
          <Text size="sm" c="dimmed">
            {summary}
          </Text>
        </div>
        <div className={classes.state}>
          <StatusPill tone={STEP_TONES[step.state]}>{STEP_STATES[step.state]}</StatusPill>
          {!isOpen && (
            <Link
              to={`?step=${STEP_SLUGS[step.id]}`}
              className={classes.open}
              aria-label={`${COPY.open[step.state]} ${step.title}`}
            >
              {COPY.open[step.state]}
            </Link>
          )}
        </div>
      </div>
      {isOpen && <div className={classes.body}>{children}</div>}
    </Paper>
  );
}
