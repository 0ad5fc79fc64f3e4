import { useLeaveGuard } from "@/shared/useLeaveGuard";
import { ConfirmDialog } from "./ConfirmDialog";

/** Asks whoever leaves the page while something on it is not saved. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const { isAsking, leave, stay } = useLeaveGuard(isDirty);
  return isAsking ? (
    <ConfirmDialog
      title="Leave without saving?"
      confirm="Leave without saving"
      isDangerous
      onConfirm={leave}
      onClose={stay}
    >
      What you changed on this page isn’t saved yet.
    </ConfirmDialog>
  ) : null;
}
