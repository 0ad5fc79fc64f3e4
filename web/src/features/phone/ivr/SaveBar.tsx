import { Button } from "@mantine/core";
import { useKeptFocus } from "@/shared/useKeptFocus";
import { Group, Text } from "@/staff/ui/layout";
import { COPY } from "./copy";

type Props = { label: string; isDirty: boolean; isBusy: boolean; onUndo: () => void };

/** Saving is the form's submit; what is not saved yet is said beside it. */
export function SaveBar({ label, isDirty, isBusy, onUndo }: Props) {
  const save = useKeptFocus(isBusy);
  const undo = () => {
    onUndo();
    save.current?.focus();
  };
  return (
    <Group gap="sm">
      <Button ref={save} type="submit" loading={isBusy}>
        {label}
      </Button>
      {isDirty && (
        <>
          <Button variant="subtle" onClick={undo} disabled={isBusy}>
            {COPY.undo}
          </Button>
          <Text size="sm" c="dimmed">
            {COPY.unsaved}
          </Text>
        </>
      )}
    </Group>
  );
}
