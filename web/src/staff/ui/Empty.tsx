import type { ReactNode } from "react";
import { Paper, Stack, Text } from "@/staff/ui/layout";

type Props = { title: string; children: ReactNode; action?: ReactNode };

/** What would stand here, and the one thing to do about it. */
export function Empty({ title, children, action }: Props) {
  return (
    <Paper>
      <Stack align="flex-start" gap="xs">
        <Text fw={600}>{title}</Text>
        <Text c="dimmed">{children}</Text>
        {action}
      </Stack>
    </Paper>
  );
}
