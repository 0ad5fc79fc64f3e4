import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Group, Stack, Text, VisuallyHidden } from "@/staff/ui/layout";
import { COPY } from "./copy";
import { type Faults, freeDigits, type Key, moved, newKey } from "./draft";
import classes from "./ivr.module.css";
import { KeyEditor } from "./KeyEditor";

const { menu: copy } = COPY;

type Props = {
  keys: readonly Key[];
  faults: Faults["keys"];
  onChange: (keys: readonly Key[]) => void;
};

/** The keys in the order in which they are read. Where the focus goes after each change is said here. */
export function Keys({ keys, faults, onChange }: Props) {
  const list = useRef<HTMLFieldSetElement>(null);
  const [focus, setFocus] = useState<string | null>(null);
  const [told, setTold] = useState("");

  useEffect(() => {
    if (focus !== null) {
      list.current?.querySelector<HTMLElement>(focus)?.focus();
      setFocus(null);
    }
  }, [focus]);

  const free = freeDigits(keys);
  const add = () => {
    const key = newKey(keys);
    if (key !== null) {
      onChange([...keys, key]);
      setFocus(`#${key.id} [data-name=label]`);
      setTold(copy.added(key.digit));
    }
  };
  const remove = (key: Key) => {
    const position = keys.indexOf(key);
    const others = keys.filter((each) => each !== key);
    const next = others[Math.min(position, others.length - 1)];
    onChange(others);
    setFocus(next === undefined ? "[data-name=add]" : `#${next.id} [data-name=remove]`);
    setTold(copy.removed(key.digit));
  };
  const move = (key: Key, by: -1 | 1) => {
    const next = moved(keys, key.id, by);
    onChange(next);
    const position = next.indexOf(key);
    const isAtEnd = position === 0 || position === next.length - 1;
    // At an end the button that was pressed is off: its neighbour takes over.
    const button = by === -1 ? (isAtEnd ? "down" : "up") : isAtEnd ? "up" : "down";
    setFocus(`#${key.id} [data-name=${button}]`);
    setTold(by === -1 ? copy.movedUp(key.digit) : copy.movedDown(key.digit));
  };
  const change = (changed: Key) =>
    onChange(keys.map((key) => (key.id === changed.id ? changed : key)));

  return (
    <fieldset ref={list} className={classes.keys}>
      <legend>{copy.keys}</legend>
      <Stack gap="sm">
        {keys.map((key, position) => (
          <KeyEditor
            key={key.id}
            value={key}
            free={free}
            faults={faults[key.id] ?? {}}
            isFirst={position === 0}
            isLast={position === keys.length - 1}
            onChange={change}
            onMove={(by) => move(key, by)}
            onRemove={() => remove(key)}
          />
        ))}
        <Group gap="sm">
          <Button data-name="add" variant="default" disabled={free.length === 0} onClick={add}>
            {copy.add}
          </Button>
          {free.length === 0 && (
            <Text size="sm" c="dimmed">
              {copy.full}
            </Text>
          )}
        </Group>
      </Stack>
      <VisuallyHidden role="status">{told}</VisuallyHidden>
    </fieldset>
  );
}
