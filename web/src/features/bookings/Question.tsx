import { CancelDialog } from "./CancelDialog";
import { CompleteDialog } from "./CompleteDialog";
import type { Booking } from "./status";

export type Asked = { about: "complete" | "cancel"; booking: Booking };

type Props = Asked & { isBusy: boolean; onConfirm: () => void; onClose: () => void };

const DIALOGS = { complete: CompleteDialog, cancel: CancelDialog } as const;

/** Whether somebody means what they pressed, where it cannot be undone. */
export function Question({ about, ...rest }: Props) {
  const Dialog = DIALOGS[about];
  return <Dialog {...rest} />;
}
