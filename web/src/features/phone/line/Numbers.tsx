import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { formatPhone } from "@/shared/format";
import { Group, Paper, Stack, Text } from "@/staff/ui/layout";
import { COPY as CHOICE } from "@/staff/ui/numbers/copy";
import { NumberPicker } from "@/staff/ui/numbers/NumberPicker";
import { StatusPill } from "@/staff/ui/StatusPill";
import type { NumberOfOurs, PhoneConfig } from "../queries";
import { COPY, REGISTRATIONS } from "./copy";
import { isA2pTheWay, REGISTRATION_TONES } from "./health";
import classes from "./line.module.css";

const { numbers: copy } = COPY;

export function Numbers({ config }: { config: PhoneConfig }) {
  const { numbers, primaryNumber, provisioningMode } = config;
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Paper component="section" aria-labelledby="numbers-title">
      <Stack gap="md">
        <h2 id="numbers-title" ref={heading} tabIndex={-1}>
          {copy.title}
        </h2>
        {numbers.length === 0 ? (
          <div>
            <Text fw={600}>{copy.none}</Text>
            <Text c="dimmed">
              {provisioningMode === "MANAGED" ? copy.noneManaged : copy.noneSelfService}
            </Text>
          </div>
        ) : (
          <ul className={classes.rows}>
            {numbers.map((number) => (
              <Row key={number.id} number={number} isPrimary={number.id === primaryNumber?.id} />
            ))}
          </ul>
        )}
        {provisioningMode === "MANAGED" ? (
          <Text size="sm" c="dimmed">
            {copy.managed}
          </Text>
        ) : (
          <AddNumber isFirst={numbers.length === 0} onBought={() => heading.current?.focus()} />
        )}
      </Stack>
    </Paper>
  );
}

function Row({ number, isPrimary }: { number: NumberOfOurs; isPrimary: boolean }) {
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text className={classes.digits}>{formatPhone(number.phoneNumber)}</Text>
        <Text size="sm" c="dimmed">
          {isPrimary && `${copy.primary} · `}
          {CHOICE.capabilities(number.capabilities)}
        </Text>
      </div>
      <Group gap="xs" className={classes.pills}>
        {number.protected && <StatusPill tone="neutral">{copy.protected}</StatusPill>}
        <StatusPill tone={REGISTRATION_TONES[number.registrationStatus]}>
          {REGISTRATIONS[number.registrationStatus]}
        </StatusPill>
      </Group>
      <div className={classes.why}>
        <Text size="sm">
          <span aria-hidden="true">{number.canSend ? "✓ " : "○ "}</span>
          <strong>{number.canSend ? copy.canSend : copy.cannotSend}</strong>
        </Text>
        {number.cannotSendReason !== null && <Text size="sm">{number.cannotSendReason}</Text>}
        {isA2pTheWay(number) && (
          <Link to="/settings/a2p" className={classes.link}>
            {copy.toA2p}
          </Link>
        )}
        {number.protected && (
          <Text size="sm" c="dimmed">
            {copy.protectedWhy}
          </Text>
        )}
      </div>
    </li>
  );
}

function AddNumber({ isFirst, onBought }: { isFirst: boolean; onBought: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const [bought, setBought] = useState(0);
  // Once the picker and its dialog have gone, which give the focus back to what is no longer there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only after a purchase
  useEffect(() => {
    if (bought > 0) {
      onBought();
    }
  }, [bought]);
  return (
    <>
      <Group>
        <Button
          variant={isFirst && !isOpen ? "filled" : "default"}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? copy.closeAdd : copy.add}
        </Button>
      </Group>
      {isOpen && (
        <NumberPicker
          onBought={() => {
            setIsOpen(false);
            setBought(bought + 1);
          }}
        />
      )}
    </>
  );
}
