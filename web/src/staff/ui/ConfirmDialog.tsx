import { Button, Group, Stack } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { ActionButton } from "./ActionButton";
import classes from "./ConfirmDialog.module.css";

type Props = {
  title: string;
  /** The verb of what happens: the button repeats it. */
  confirm: string;
  isDangerous?: boolean;
  isBusy?: boolean;
  /** False while what one has to know first is still on its way. */
  canConfirm?: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before what costs or cannot be undone. Mounted means open; the focus goes back where it was. */
export function ConfirmDialog(props: Props) {
  const {
    title,
    confirm,
    isDangerous = false,
    isBusy = false,
    canConfirm = true,
    children,
    onConfirm,
    onClose,
  } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={titleId} onClose={onClose}>
      <Stack gap="md">
        <h2 id={titleId}>{title}</h2>
        <div>{children}</div>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ActionButton
            {...(isDangerous ? { color: "red" } : {})}
            isBusy={isBusy}
            disabled={!canConfirm}
            onClick={onConfirm}
          >
            {confirm}
          </ActionButton>
        </Group>
      </Stack>
    </dialog>
  );
}
