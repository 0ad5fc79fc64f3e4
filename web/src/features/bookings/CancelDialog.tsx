import { ConfirmDialog } from "@/staff/ui/ConfirmDialog";
import { Stack, Text } from "@/staff/ui/layout";
import { copy } from "./copy";
import { type Booking, whenOf, whoOf } from "./status";

type Props = { booking: Booking; isBusy: boolean; onConfirm: () => void; onClose: () => void };

export function CancelDialog({ booking, ...rest }: Props) {
  return (
    <ConfirmDialog
      title={copy.cancelTitle}
      confirm={copy.cancel}
      dismiss={copy.keep}
      isDangerous
      {...rest}
    >
      <Stack gap="xs">
        <Text>{copy.cancelText(whoOf(booking), whenOf(booking))}</Text>
        {booking.pointsUsed > 0 && <Text>{copy.pointsReturn(booking.pointsUsed)}</Text>}
      </Stack>
    </ConfirmDialog>
  );
}
