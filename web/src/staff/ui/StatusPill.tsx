import { Badge } from "@mantine/core";

export type Tone = "neutral" | "waiting" | "good" | "bad" | "attention";

// A sign besides the colour: not everybody tells colours apart.
const LOOKS = {
  neutral: { color: "gray", sign: "○" },
  waiting: { color: "blue", sign: "◔" },
  good: { color: "green", sign: "✓" },
  bad: { color: "red", sign: "✕" },
  attention: { color: "orange", sign: "!" },
} as const;

/** A state in plain words, with a colour and a sign. */
export function StatusPill({ tone, children }: { tone: Tone; children: string }) {
  const look = LOOKS[tone];
  return (
    <Badge
      color={look.color}
      variant="light"
      size="lg"
      tt="none"
      leftSection={<span aria-hidden="true">{look.sign}</span>}
      autoContrast
    >
      {children}
    </Badge>
  );
}
