import { Button } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { formatPhone } from "@/shared/format";
import { Text } from "@/staff/ui/layout";
import { COPY } from "./copy";
import classes from "./numbers.module.css";
import type { Alternative } from "./queries";

type Offered = Alternative & Partial<Pick<Schemas["AvailableNumber"], "capabilities">>;
type Props = {
  title: string;
  numbers: readonly Offered[];
  onChoose: (number: Alternative) => void;
};

/** What can be bought now, each with its price. */
export function NumberList({ title, numbers, onChoose }: Props) {
  return (
    <div>
      <Text size="sm" fw={600} role="status">
        {title}
      </Text>
      {numbers.length > 0 && (
        <ul className={classes.numbers} aria-label={title}>
          {numbers.map((number) => (
            <li key={number.phoneNumber} className={classes.number}>
              <div>
                <Text fw={600} className={classes.digits}>
                  {formatPhone(number.phoneNumber)}
                </Text>
                <Text size="sm" c="dimmed">
                  {COPY.place(number.locality, number.region)}
                  {number.capabilities !== undefined &&
                    ` · ${COPY.capabilities(number.capabilities)}`}
                </Text>
              </div>
              <Text size="sm" className={classes.price}>
                {COPY.aMonth(number.monthlyPrice)}
              </Text>
              <Button
                size="xs"
                variant="light"
                aria-label={COPY.chooseNumber(number.phoneNumber)}
                onClick={() => onChoose(number)}
              >
                {COPY.choose}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
