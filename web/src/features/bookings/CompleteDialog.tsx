import { ConfirmDialog } from "@/staff/ui/ConfirmDialog";
import { Stack, Text } from "@/staff/ui/layout";
import { copy } from "./copy";
import { type Booking, whenOf, whoOf } from "./status";

type Props = { booking: Booking; isBusy: boolean; onConfirm: () => void; onClose: () => void };

/** Before an appointment that is still to come counts as over. */
export function CompleteDialog({ booking, ...rest }: Props) {
  return (
    <ConfirmDialog title={copy.completeTitle} confirm={copy.complete} {...rest}>
      <Stack gap="xs">
        <Text>{copy.stillToCome(whoOf(booking), whenOf(booking))}</Text>
        <Text>{copy.completeText}</Text>
      </Stack>
    </ConfirmDialog>
  );
}
