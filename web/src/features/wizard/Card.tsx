import type { ReactNode, Ref } from "react";
import { Group, Paper, Stack } from "@/staff/ui/layout";
import { StatusPill, type Tone } from "@/staff/ui/StatusPill";
import classes from "./wizard.module.css";

type Props = {
  id: string;
  title: string;
  pill?: { tone: Tone; words: string };
  heading?: Ref<HTMLHeadingElement>;
  children: ReactNode;
};

export function Card({ id, title, pill, heading, children }: Props) {
  return (
    <Paper
      component="section"
      id={id}
      p="md"
      className={classes.card}
      aria-labelledby={`${id}-title`}
    >
      <Stack gap="sm" align="stretch">
        <Group justify="space-between" gap="xs">
          <h3 id={`${id}-title`} ref={heading} tabIndex={-1}>
            {title}
          </h3>
          {pill !== undefined && <StatusPill tone={pill.tone}>{pill.words}</StatusPill>}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
