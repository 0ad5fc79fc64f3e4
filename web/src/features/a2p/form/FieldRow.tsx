import type { ReactNode } from "react";
import { COPY } from "../copy";
import classes from "./Field.module.css";
import { FieldFindings } from "./FieldFindings";
import { type Field, useScope } from "./scope";

type Props = {
  field: Field;
  /** How much is written, where there is a limit. */
  count?: ReactNode;
  /** A group of controls is labelled by its legend. */
  isGroup?: boolean;
  children: ReactNode;
};

/** A field's label, hint, control, count and what is found in it, in this order. */
export function FieldRow({ field, count, isGroup = false, children }: Props) {
  const Row = isGroup ? "fieldset" : "div";
  const name = (
    <>
      {field.name}
      {!field.isRequired && <span className={classes.optional}> {COPY.optional}</span>}
    </>
  );
  return (
    <Row data-field={field.path} tabIndex={-1} className={classes.row}>
      {isGroup ? (
        <legend className={classes.label}>{name}</legend>
      ) : (
        <label htmlFor={field.id} className={classes.label}>
          {name}
        </label>
      )}
      <FieldHint field={field} />
      {children}
      {count}
      <FieldNotes field={field} />
    </Row>
  );
}

export function FieldHint({ field }: { field: Field }) {
  const { isReadOnly } = useScope();
  const isEmpty = Array.isArray(field.value) && field.value.length === 0;
  const words = field.input?.whenEmpty ?? [];
  return (
    <div id={`${field.id}-hint`} className={classes.hint}>
      {field.hint}
      {isEmpty && words.length > 0 && ` ${COPY.whenEmpty(words)}`}
      {field.isFixed && !isReadOnly && ` ${COPY.fixed}`}
    </div>
  );
}

/** What the API refused, and what reviewers would object to. */
export function FieldNotes({ field }: { field: Field }) {
  return (
    <div id={`${field.id}-notes`} className={classes.notes}>
      {field.errors.map((message) => (
        <p key={message} className={classes.error}>
          {message}
        </p>
      ))}
      <FieldFindings field={field} />
    </div>
  );
}
