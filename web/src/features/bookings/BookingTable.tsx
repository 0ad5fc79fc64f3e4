import { Button } from "@mantine/core";
import { formatMoney } from "@/shared/format";
import { ActionButton } from "@/staff/ui/ActionButton";
import { Group, Text } from "@/staff/ui/layout";
import { ScrollTable } from "@/staff/ui/ScrollTable";
import { StatusPill } from "@/staff/ui/StatusPill";
import { copy } from "./copy";
import { type Booking, TONES, whatOf, whenOf, whoOf } from "./status";

type Props = {
  bookings: readonly Booking[];
  busyId: string | null;
  onComplete: (booking: Booking) => void;
  onCancel: (booking: Booking) => void;
};

export function BookingTable({ bookings, ...actions }: Props) {
  const { columns } = copy;
  return (
    <ScrollTable label={copy.title}>
      <thead>
        <tr>
          <th scope="col">{columns.when}</th>
          <th scope="col">{columns.who}</th>
          <th scope="col">{columns.what}</th>
          <th scope="col" data-numeric>
            {columns.total}
          </th>
          <th scope="col">{columns.status}</th>
          <th scope="col">{copy.actions}</th>
        </tr>
      </thead>
      <tbody>
        {bookings.map((booking) => (
          <Row key={booking.id} booking={booking} {...actions} />
        ))}
      </tbody>
    </ScrollTable>
  );
}

type RowProps = Omit<Props, "bookings"> & { booking: Booking };

function Row({ booking, busyId, onComplete, onCancel }: RowProps) {
  const named = (action: string) => copy.of(action, whoOf(booking), whenOf(booking));
  return (
    <tr>
      <th scope="row" data-whole>
        {whenOf(booking)}
      </th>
      <td>{whoOf(booking)}</td>
      <td>{whatOf(booking)}</td>
      <td data-numeric>
        {formatMoney(booking.total)}
        {booking.pointsUsed > 0 && (
          <Text size="xs" c="dimmed">
            {copy.paidWithPoints(booking.pointsUsed, booking.discount)}
          </Text>
        )}
      </td>
      <td>
        <StatusPill tone={TONES[booking.status]}>{copy.statuses[booking.status]}</StatusPill>
      </td>
      <td>
        {booking.status === "CONFIRMED" && (
          <Group gap="xs" wrap="nowrap">
            <ActionButton
              size="xs"
              aria-label={named(copy.complete)}
              isBusy={busyId === booking.id}
              disabled={busyId !== null && busyId !== booking.id}
              onClick={() => onComplete(booking)}
            >
              {copy.complete}
            </ActionButton>
            <Button
              size="xs"
              variant="default"
              aria-label={named(copy.cancel)}
              disabled={busyId !== null}
              onClick={() => onCancel(booking)}
            >
              {copy.cancel}
            </Button>
          </Group>
        )}
      </td>
    </tr>
  );
}
