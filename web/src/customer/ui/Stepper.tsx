import classes from "./Stepper.module.css";

type Props = {
  /** What is counted, for those who cannot see what stands beside it. */
  label: string;
  value: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
};

/** How many, by one at a time. At an end the button keeps the focus and does nothing. */
export function Stepper({ label, value, least, most, onChange }: Props) {
  const step = (by: number) => {
    const next = value + by;
    if (next >= least && next <= most) {
      onChange(next);
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form's part.
    <div role="group" aria-label={label} className={classes.stepper}>
      <button
        type="button"
        aria-label="One less"
        aria-disabled={value <= least || undefined}
        onClick={() => step(-1)}
      >
        −
      </button>
      <output>{value}</output>
      <button
        type="button"
        aria-label="One more"
        aria-disabled={value >= most || undefined}
        onClick={() => step(1)}
      >
        +
      </button>
    </div>
  );
}
