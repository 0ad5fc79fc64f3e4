import { Stack, Text } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import type { Message } from "../queries";
import { STATUSES } from "./copy";
import { TONES } from "./threads";

/** What became of a text, and why. */
export function Delivery({ message }: { message: Message }) {
  return (
    <Stack gap={4} align="flex-start">
      <StatusPill tone={TONES[message.status]}>{STATUSES[message.status]}</StatusPill>
      {message.explanation !== null && <Text size="sm">{message.explanation}</Text>}
    </Stack>
  );
}
