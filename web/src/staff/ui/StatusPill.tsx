import classes from "./StatusPill.module.css";

export type Tone = "neutral" | "waiting" | "good" | "bad" | "attention";

// A sign besides the color: not everybody tells colors apart.
const SIGNS: Readonly<Record<Tone, string>> = {
  neutral: "○",
  waiting: "◔",
  good: "✓",
  bad: "✕",
  attention: "!",
};

/** A state in plain words, with a color and a sign. */
export function StatusPill({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`${classes.pill} ${classes[tone]}`}>
      <span aria-hidden="true">{SIGNS[tone]}</span>
      {children}
    </span>
  );
}
