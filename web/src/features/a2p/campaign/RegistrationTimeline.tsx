import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { formatDate } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton } from "@/staff/ui/layout";
import { COPY } from "../copy";
import { timelineQuery } from "../queries";
import type { Campaign } from "../status";
import classes from "./RegistrationTimeline.module.css";

type Step = Schemas["TimelineStep"];

/** From the business to a line that may send: how far, since when, how long it usually takes. */
export function RegistrationTimeline({ campaign }: { campaign: Campaign }) {
  const timeline = useQuery(timelineQuery(campaign));
  return (
    <section aria-label={COPY.timeline} className={classes.timeline}>
      <Loaded query={timeline} skeleton={<Skeleton height={72} />}>
        {({ steps, currentStep }) => (
          <ol className={classes.steps}>
            {steps.map((step) => (
              <TimelineStep key={step.step} step={step} isCurrent={step.step === currentStep} />
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}

const SIGNS: Readonly<Record<string, string>> = { DONE: "✓", CURRENT: "●", STOPPED: "!" };

function TimelineStep({ step, isCurrent }: { step: Step; isCurrent: boolean }) {
  return (
    <li
      className={classes.step}
      data-progress={step.progress}
      aria-current={isCurrent ? "step" : undefined}
    >
      <span aria-hidden="true" className={classes.sign}>
        {SIGNS[step.progress] ?? ""}
      </span>
      <span className={classes.title}>{step.title}</span>
      <StepNote step={step} />
    </li>
  );
}

function StepNote({ step }: { step: Step }) {
  const timeZone = useTimeZone();
  const word = COPY.progress[step.progress] ?? COPY.checking;
  if (step.progress === "DONE") {
    const note =
      step.finishedAt === null ? word : COPY.doneOn(formatDate(step.finishedAt, timeZone));
    return <span className={classes.note}>{note}</span>;
  }
  const since = step.startedAt === null ? null : COPY.since(formatDate(step.startedAt, timeZone));
  const wait = step.progress === "STOPPED" ? null : step.expectedWait?.text;
  return (
    <span className={classes.note}>
      <strong>{word}</strong>
      {since !== null && <span>{since}</span>}
      {wait != null && <span>{wait}</span>}
    </span>
  );
}
