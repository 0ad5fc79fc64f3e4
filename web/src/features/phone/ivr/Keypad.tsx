import { Button } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { COPY } from "./copy";
import classes from "./ivr.module.css";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const { tester: copy } = COPY;

type Props = { isOff: boolean; onPress: (key: string) => void };

/** A telephone's keys; with the focus among them, the keyboard's own digits press them too. */
export function Keypad({ isOff, onPress }: Props) {
  const press = (event: KeyboardEvent) => {
    if (KEYS.includes(event.key)) {
      event.preventDefault();
      onPress(event.key);
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields, these are buttons
    <div role="group" aria-label={copy.keypad} className={classes.keypad} onKeyDown={press}>
      {KEYS.map((key) => (
        <Button
          key={key}
          variant="default"
          size="md"
          disabled={isOff}
          {...(copy.names[key] !== undefined && { "aria-label": copy.names[key] })}
          onClick={() => onPress(key)}
        >
          {key}
        </Button>
      ))}
    </div>
  );
}
