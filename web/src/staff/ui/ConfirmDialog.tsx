import { type ReactNode, useId } from "react";
import { useModal } from "@/shared/useModal";
import { Group, Stack } from "@/staff/ui/layout";
import { ActionButton } from "./ActionButton";
import classes from "./ConfirmDialog.module.css";

type Props = {
  title: string;
  /** The verb of what happens: the button repeats it. */
  confirm: string;
  /** The way back, where "Cancel" could be mistaken for the deed. */
  dismiss?: string;
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
    dismiss = "Cancel",
    isDangerous = false,
    isBusy = false,
    canConfirm = true,
    children,
    onConfirm,
    onClose,
  } = props;
  const modal = useModal(isBusy, onClose);
  const titleId = useId();
  return (
    <dialog {...modal} className={classes.dialog} aria-labelledby={titleId}>
      <Stack gap="md">
        <h2 id={titleId}>{title}</h2>
        <div>{children}</div>
        <Group justify="flex-end" gap="sm">
          <ActionButton variant="default" isOff={isBusy} onClick={onClose}>
            {dismiss}
          </ActionButton>
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
