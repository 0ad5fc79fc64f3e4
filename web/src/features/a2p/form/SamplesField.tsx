import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { COPY } from "../copy";
import { Count } from "./Count";
import classes from "./Field.module.css";
import { FieldRow } from "./FieldRow";
import { useField } from "./scope";
import { textsOf } from "./values";

/** The sample messages, each a text of its own. There is always a first one to write in. */
export function SamplesField({ path }: { path: string }) {
  const field = useField(path);
  const stored = textsOf(field.value);
  const samples = stored.length === 0 ? [""] : stored;
  const mostSamples = field.input?.maxItems ?? Number.POSITIVE_INFINITY;
  const replace = (index: number, text: string) =>
    field.set(samples.map((sample, other) => (other === index ? text : sample)));
  const [added, setAdded] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the added one is there
  useEffect(() => {
    if (added > 0) {
      document.getElementById(idAt(samples.length - 1))?.focus();
    }
  }, [added]);
  const add = () => {
    field.set([...samples, ""]);
    setAdded((count) => count + 1);
  };
  const idAt = (index: number): string => (index === 0 ? field.id : `${field.id}-${index}`);
  return (
    <FieldRow field={field} isGroup>
      <ol className={classes.samples}>
        {samples.map((sample, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sample has no name but its place
          <li key={index}>
            <div className={classes.sampleHead}>
              <label htmlFor={idAt(index)}>{COPY.sample(index + 1)}</label>
              {!field.isReadOnly && samples.length > 1 && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={COPY.removeSample(index + 1)}
                  onClick={() => {
                    field.set(samples.filter((_, other) => other !== index));
                    document.getElementById(idAt(Math.max(0, index - 1)))?.focus();
                  }}
                >
                  {COPY.remove}
                </Button>
              )}
            </div>
            <textarea
              {...field.control}
              id={idAt(index)}
              className={classes.control}
              rows={3}
              value={sample}
              readOnly={field.isReadOnly}
              onChange={(event) => replace(index, event.target.value)}
            />
            <Count
              text={sample}
              least={field.input?.minLength}
              most={field.input?.maxLength ?? Number.POSITIVE_INFINITY}
            />
          </li>
        ))}
      </ol>
      {!field.isReadOnly && samples.length < mostSamples && (
        <div>
          <Button size="compact-sm" variant="default" onClick={add}>
            {COPY.addSample}
          </Button>
        </div>
      )}
    </FieldRow>
  );
}
