import { Alert } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import { Skeleton, Stack } from "@/staff/ui/layout";
import { COPY } from "./copy";
import { LoyaltyStep } from "./LoyaltyStep";
import { PhoneStep } from "./PhoneStep";
import { ProfileStep } from "./ProfileStep";
import { ProgressBar } from "./ProgressBar";
import type { WizardStatus } from "./queries";
import { StepCard } from "./StepCard";
import { doneOf, openStep, type Step } from "./states";
import classes from "./wizard.module.css";

const BODIES = { BUSINESS_PROFILE: ProfileStep, PHONE_AND_SMS: PhoneStep, LOYALTY: LoyaltyStep };

/** One step is open, which the address names; the others are a line each. */
export function Steps({ status }: { status: WizardStatus }) {
  const [parameters] = useSearchParams();
  const { key } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  const slug = parameters.get("step");
  // Chosen once: a step that is done while somebody works in it does not close under their hands.
  const [first] = useState(() => openStep(status.steps, null)?.id);
  const named = slug === null ? undefined : openStep(status.steps, slug);
  const open = (named ?? status.steps.find((step) => step.id === first))?.id;
  const [arrivedWith] = useState(key);

  // Whoever moved on to a step begins at its heading: the link that led here has gone.
  useEffect(() => {
    if (key !== arrivedWith) {
      heading.current?.focus();
    }
  }, [key, arrivedWith]);

  const done = doneOf(status.steps);
  return (
    <Stack gap="lg">
      <ProgressBar done={done} total={status.steps.length} />
      {done === status.steps.length && (
        <Alert color="green" variant="light">
          {COPY.allDone}
        </Alert>
      )}
      <ol className={classes.steps} aria-label={COPY.steps}>
        {status.steps.map((step, position) => (
          <StepCard
            key={step.id}
            step={step}
            position={position + 1}
            isOpen={step.id === open}
            {...(step.id === open ? { heading } : {})}
            summary={summaryOf(step, status)}
          >
            <Body step={step} status={status} next={status.steps[position + 1]} />
          </StepCard>
        ))}
      </ol>
    </Stack>
  );
}

type BodyProps = { step: Step; status: WizardStatus; next: Step | undefined };

function Body({ step, ...props }: BodyProps) {
  const Content = BODIES[step.id];
  return <Content state={step.state} {...props} />;
}

function summaryOf(step: Step, { phoneNumber }: WizardStatus): string {
  if (step.state === "UNKNOWN") {
    return COPY.unknown;
  }
  if (step.id === "PHONE_AND_SMS") {
    const { COMPLETE, ...others } = COPY.phone;
    return step.state === "COMPLETE" ? COMPLETE(phoneNumber) : others[step.state];
  }
  return (step.id === "LOYALTY" ? COPY.loyalty : COPY.profile)[step.state];
}

export function StepsSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={28} width={160} />
      <Skeleton height={88} />
      <Skeleton height={420} />
      <Skeleton height={88} />
    </Stack>
  );
}
