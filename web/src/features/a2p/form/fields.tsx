import { type ReactNode, useState } from "react";
import type { Schemas } from "@/api/client";
import { COPY } from "../copy";
import { Count } from "./Count";
import classes from "./Field.module.css";
import { FieldHint, FieldNotes, FieldRow } from "./FieldRow";
import { useField } from "./scope";
import { isSame, keywordsIn, textOf, textsOf } from "./values";

// Counting below this only distracts: nobody writes a town of 200 characters.
const WORTH_COUNTING = 250;
const LONGEST_COUNTED = 5_000;

type TextProps = {
  path: string;
  rows?: number;
  type?: "text" | "email" | "tel" | "url";
  autoComplete?: string;
  placeholder?: string | undefined;
};

export function TextField({ path, rows, type = "text", ...more }: TextProps) {
  const field = useField(path);
  const text = textOf(field.value);
  const most = field.input?.maxLength ?? 0;
  const isCounted = rows !== undefined && most >= WORTH_COUNTING && most <= LONGEST_COUNTED;
  const shared = {
    ...field.control,
    ...more,
    className: classes.control,
    value: text,
    readOnly: field.isReadOnly,
    required: field.isRequired,
  };
  return (
    <FieldRow
      field={field}
      count={isCounted && <Count text={text} least={field.input?.minLength} most={most} />}
    >
      {rows === undefined ? (
        <input {...shared} type={type} onChange={(event) => field.set(event.target.value)} />
      ) : (
        <textarea {...shared} rows={rows} onChange={(event) => field.set(event.target.value)} />
      )}
    </FieldRow>
  );
}

type ChoiceProps = {
  path: string;
  choices: readonly Schemas["Choice"][];
  children?: ReactNode;
};

/** A word that is stored but not offered, or not yet known here, stays choosable. */
export function ChoiceField({ path, choices, children }: ChoiceProps) {
  const field = useField(path);
  const value = textOf(field.value);
  const isUnlisted = value !== "" && !choices.some((choice) => choice.value === value);
  return (
    <FieldRow field={field} count={children}>
      <select
        {...field.control}
        className={classes.control}
        value={value}
        disabled={field.isReadOnly}
        required={field.isRequired}
        onChange={(event) => field.set(event.target.value)}
      >
        <option value="">{COPY.choose}</option>
        {isUnlisted && <option value={value}>{value}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </select>
    </FieldRow>
  );
}

/** The choices that the form's own rules name. */
export function ListedField({ path }: { path: string }) {
  const { input } = useField(path);
  return <ChoiceField path={path} choices={input?.choices ?? []} />;
}

export function FlagField({ path }: { path: string }) {
  const field = useField(path);
  return (
    <div data-field={field.path} tabIndex={-1} className={`${classes.row} ${classes.flag}`}>
      <input
        {...field.control}
        type="checkbox"
        checked={field.value === true}
        disabled={field.isReadOnly}
        onChange={(event) => field.set(event.target.checked)}
      />
      <label htmlFor={field.id} className={classes.label}>
        {field.name}
      </label>
      <FieldHint field={field} />
      <FieldNotes field={field} />
    </div>
  );
}

/** A list of words on one line. What is typed stays as typed, a comma at its end too. */
export function KeywordsField({ path, type = "text" }: { path: string; type?: "text" | "url" }) {
  const field = useField(path);
  const words = textsOf(field.value);
  const [typed, setTyped] = useState(words.join(", "));
  const text = isSame(keywordsIn(typed), words) ? typed : words.join(", ");
  const most = field.input?.maxTotalLength;
  return (
    <FieldRow
      field={field}
      count={most != null && words.length > 0 && <Count text={words.join(",")} most={most} />}
    >
      <input
        {...field.control}
        className={classes.control}
        inputMode={type === "url" ? "url" : "text"}
        value={text}
        readOnly={field.isReadOnly}
        onChange={(event) => {
          setTyped(event.target.value);
          field.set(keywordsIn(event.target.value));
        }}
      />
    </FieldRow>
  );
}
