import { type ReactNode, useId } from "react";
import { useModal } from "@/shared/useModal";
import { Button } from "./Button";
import classes from "./ConfirmDialog.module.css";

type Props = {
  title: string;
  /** The verb of what happens: the button repeats it. */
  confirm: string;
  /** The way back, in words that cannot be mistaken for the deed. */
  dismiss: string;
  isBusy?: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before what cannot be undone. Mounted means open; the focus goes back where it was. */
export function ConfirmDialog(props: Props) {
  const { title, confirm, dismiss, isBusy = false, children, onConfirm, onClose } = props;
  const modal = useModal(isBusy, onClose);
  const titleId = useId();
  return (
    <dialog {...modal} className={classes.dialog} aria-labelledby={titleId}>
      <div className="stack">
        <h2 id={titleId}>{title}</h2>
        {children}
        <div className={classes.actions}>
          <Button
            kind="secondary"
            aria-disabled={isBusy}
            onClick={() => {
              if (!isBusy) {
                onClose();
              }
            }}
          >
            {dismiss}
          </Button>
          <Button kind="danger" isBusy={isBusy} onClick={onConfirm}>
            {confirm}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
