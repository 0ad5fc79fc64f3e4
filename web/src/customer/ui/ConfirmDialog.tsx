import { type ReactNode, useEffect, useId, useRef } from "react";
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
      <div className="stack">
        <h2 id={titleId}>{title}</h2>
        {children}
        <div className={classes.actions}>
          <Button kind="secondary" onClick={onClose}>
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
