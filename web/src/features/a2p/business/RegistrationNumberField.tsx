import classes from "../form/Field.module.css";
import { FieldRow } from "../form/FieldRow";
import { useField, useScope } from "../form/scope";
import { textOf } from "../form/values";
import { BUSINESS_COPY } from "./copy";
import { isSoleProprietor, NUMBER, REMOVE_NUMBER } from "./profile";

/** Goes in and never comes out: only the last four digits of what is on file are known here. */
export function RegistrationNumberField({ last4 }: { last4: string | null }) {
  const field = useField(NUMBER);
  const { draft } = useScope();
  const usual = last4 === null ? field.hint : BUSINESS_COPY.endsIn(last4, !field.isReadOnly);
  const hint = NUMBER in draft.changes ? `${usual} ${BUSINESS_COPY.numberNotKept}` : usual;
  return (
    <FieldRow field={{ ...field, hint }}>
      <input
        {...field.control}
        className={classes.control}
        inputMode="numeric"
        autoComplete="off"
        placeholder={last4 === null ? undefined : `••-•••${last4}`}
        value={textOf(field.value)}
        readOnly={field.isReadOnly}
        required={field.isRequired && last4 === null}
        onChange={(event) => field.set(event.target.value)}
      />
      {last4 !== null && isSoleProprietor(draft.values) && !field.isReadOnly && (
        <label className={classes.flag}>
          <input
            type="checkbox"
            checked={draft.values[REMOVE_NUMBER] === true}
            onChange={(event) => draft.set(REMOVE_NUMBER, event.target.checked)}
          />
          {BUSINESS_COPY.removeNumber}
        </label>
      )}
    </FieldRow>
  );
}
