import { COPY } from "./copy";
import classes from "./Rewards.module.css";

/** The few things there are to know, each in a sentence. */
export function HowItWorks({ pointValue }: { pointValue: number }) {
  const points = [
    [COPY.earn, COPY.earnText],
    [COPY.use, COPY.useText(pointValue)],
    [COPY.change, COPY.changeText],
  ] as const;
  return (
    <section className="stack" aria-labelledby="how-title">
      <h2 id="how-title">{COPY.howTitle}</h2>
      <ol className={classes.how}>
        {points.map(([title, text]) => (
          <li key={title}>
            <h3>{title}</h3>
            <p className="faint">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
