import type { Schemas } from "@/api/client";
import { formatDay, formatTime } from "@/shared/format";
import type { Tone } from "@/staff/ui/StatusPill";
import { copy } from "./copy";
import type { Status } from "./queries";

export type Booking = Schemas["StaffBooking"];

export const TONES: Readonly<Record<Status, Tone>> = {
  CONFIRMED: "waiting",
  COMPLETED: "good",
  CANCELLED: "neutral",
};

export const isStatus = (value: string): value is Status => value in TONES;

export const isToCome = ({ startsAt }: Booking): boolean => Date.parse(startsAt) > Date.now();

export const whenOf = (booking: Booking): string =>
  `${formatDay(booking.date)}, ${formatTime(booking.time)}`;

export const whoOf = (booking: Booking): string => booking.customerName ?? copy.someone;

export const whatOf = (booking: Booking): string =>
  booking.items
    .map((item) => (item.quantity === 1 ? item.name : `${item.quantity} × ${item.name}`))
    .join(", ");
