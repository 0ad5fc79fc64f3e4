import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { formatPhone } from "@/shared/format";
import { Group, Text } from "@/staff/ui/layout";
import { NumberPicker } from "@/staff/ui/numbers/NumberPicker";
import { Card } from "./Card";
import { COPY } from "./copy";
import { NotAnswering } from "./NotAnswering";
import type { WizardStatus } from "./queries";
import { linePill } from "./states";
import classes from "./wizard.module.css";

const { line } = COPY;

/** The number, or the way to one: chosen here, or prepared by the platform. */
export function LineCard({ status }: { status: WizardStatus }) {
  const [isPicking, setIsPicking] = useState(false);
  const [hasBought, setHasBought] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const mayChoose = status.hasPhoneNumber === false && status.provisioning?.mode === "SELF_SERVICE";

  useEffect(() => {
    if (hasBought) {
      heading.current?.focus();
    }
  }, [hasBought]);

  return (
    <Card id="business-line" title={line.title} pill={linePill(status)} heading={heading}>
      {status.provisioning === null ? <NotAnswering /> : <Line status={status} />}
      {mayChoose && (
        <Group>
          <Button
            variant={isPicking ? "default" : "filled"}
            aria-expanded={isPicking}
            onClick={() => setIsPicking(!isPicking)}
          >
            {isPicking ? line.close : line.request}
          </Button>
        </Group>
      )}
      {mayChoose && isPicking && (
        <NumberPicker
          onBought={() => {
            setIsPicking(false);
            setHasBought(true);
          }}
        />
      )}
    </Card>
  );
}

function Line({ status }: { status: WizardStatus }) {
  const { phoneNumber, provisioning, hasMessagingService } = status;
  return (
    <>
      {phoneNumber !== null && <p className={classes.number}>{formatPhone(phoneNumber)}</p>}
      <Text>{provisioning?.message}</Text>
      {phoneNumber !== null && (
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {hasMessagingService ? line.textingOn : line.textingOff}
          </Text>
          <Link to="/admin/phone" className={classes.link}>
            {line.manage}
          </Link>
        </Group>
      )}
    </>
  );
}
