import type { ReactNode } from "react";
import { formatDate, formatDateTime, formatPhone } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { Text } from "@/staff/ui/layout";
import type { LineCheck } from "../queries";
import { COPY, REGISTRATIONS } from "./copy";
import { type Check, checksOfNumber, checksOfService } from "./health";
import classes from "./line.module.css";

const { health: copy } = COPY;
const SIGNS = { good: "✓", bad: "✕", unknown: "–" } as const;

/** Each number and service with what was found, and when something last went through. */
export function HealthDetails({ line }: { line: LineCheck }) {
  const zone = useTimeZone();
  const at = (instant: string | null) =>
    instant === null ? copy.never : formatDateTime(instant, zone);
  return (
    <>
      <div className={classes.checked}>
        {line.numbers.map((number) => (
          <Checks
            key={number.id}
            title={formatPhone(number.phoneNumber)}
            checks={checksOfNumber(number)}
          >
            <Text size="sm" c="dimmed">
              {REGISTRATIONS[number.registrationStatus]}
              {number.registeredAt !== null && ` · ${formatDate(number.registeredAt, zone)}`}
            </Text>
          </Checks>
        ))}
        {line.services.map((service) => (
          <Checks
            key={service.messagingServiceSid}
            title={copy.serviceTitle}
            checks={checksOfService(service)}
          />
        ))}
      </div>
      <dl className={classes.traffic}>
        <Fact name={copy.lastIn}>{at(line.lastInboundAt)}</Fact>
        <Fact name={copy.lastOut}>{at(line.lastOutboundAt)}</Fact>
        <Fact name={copy.lastError}>
          {line.lastError === null
            ? copy.noError
            : `${at(line.lastError.at)}: ${line.lastError.explanation}`}
        </Fact>
      </dl>
    </>
  );
}

type ChecksProps = { title: string; checks: readonly Check[]; children?: ReactNode };

function Checks({ title, checks, children }: ChecksProps) {
  return (
    <div>
      <h3 className={classes.digits}>{title}</h3>
      {children}
      <ul className={classes.checks}>
        {checks.map(({ state, words }) => (
          <li key={words} data-state={state}>
            <span aria-hidden="true">{SIGNS[state]}</span> {words}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
