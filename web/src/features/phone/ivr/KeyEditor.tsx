import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { Group } from "@/staff/ui/layout";
import { ACTIONS, COPY } from "./copy";
import type { Key, KeyFaults } from "./draft";
import classes from "./ivr.module.css";

const { menu: copy } = COPY;

type Props = {
  value: Key;
  free: readonly string[];
  faults: KeyFaults;
  isFirst: boolean;
  isLast: boolean;
  onChange: (key: Key) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** One key: which, what callers hear of it, and what it does. */
export function KeyEditor(props: Props) {
  const { value: key, free, faults, isFirst, isLast, onChange, onMove, onRemove } = props;
  const change = (part: Partial<Key>) => onChange({ ...key, ...part });
  return (
    <fieldset id={key.id} className={classes.key}>
      <legend>{copy.key(key.digit)}</legend>
      <div className={classes.fields}>
        <NativeSelect
          label={copy.digit}
          value={key.digit}
          error={faults.digit}
          data={[key.digit, ...free].toSorted()}
          onChange={(event) => change({ digit: event.currentTarget.value })}
        />
        <TextInput
          data-name="label"
          label={copy.label}
          description={copy.labelHint(key.label, key.digit)}
          inputWrapperOrder={["label", "input", "description", "error"]}
          maxLength={80}
          value={key.label}
          error={faults.label}
          onChange={(event) => change({ label: event.currentTarget.value })}
        />
      </div>
      <NativeSelect
        label={copy.action}
        value={key.action}
        error={faults.action}
        data={Object.entries(ACTIONS).map(([value, label]) => ({ value, label }))}
        onChange={(event) => change({ action: event.currentTarget.value as Key["action"] })}
      />
      {key.action === "FORWARD" && (
        <TextInput
          type="tel"
          label={copy.forwardTo}
          value={key.forwardTo}
          error={faults.forwardTo}
          onChange={(event) => change({ forwardTo: event.currentTarget.value })}
        />
      )}
      {key.action === "MESSAGE" && (
        <Textarea
          label={copy.message}
          rows={2}
          maxLength={1000}
          value={key.message}
          error={faults.message}
          onChange={(event) => change({ message: event.currentTarget.value })}
        />
      )}
      <Group gap="xs">
        <Action name="up" label={copy.moveUp} of={key} isOff={isFirst} onDo={() => onMove(-1)} />
        <Action name="down" label={copy.moveDown} of={key} isOff={isLast} onDo={() => onMove(1)} />
        <Action name="remove" label={copy.remove} of={key} onDo={onRemove} />
      </Group>
    </fieldset>
  );
}

type ActionProps = { name: string; label: string; of: Key; isOff?: boolean; onDo: () => void };

function Action({ name, label, of, isOff = false, onDo }: ActionProps) {
  return (
    <Button
      size="xs"
      variant="default"
      data-name={name}
      aria-label={copy.ofKey(label, of.digit)}
      disabled={isOff}
      onClick={onDo}
    >
      {label}
    </Button>
  );
}
