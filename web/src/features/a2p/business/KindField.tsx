import type { Schemas } from "@/api/client";
import { FieldHint, FieldNotes } from "../form/FieldRow";
import classes from "../form/Form.module.css";
import { useField } from "../form/scope";
import { BUSINESS_COPY } from "./copy";
import own from "./KindField.module.css";
import { PREFIX } from "./profile";

/** The ways to register, with what each costs. */
export function KindField({ form }: { form: Schemas["RegistrationForm"] }) {
  const field = useField(`${PREFIX}brandType`);
  return (
    <fieldset className={classes.group} data-field={field.path} tabIndex={-1}>
      <legend className={classes.legend}>{BUSINESS_COPY.groups.kind}</legend>
      <FieldHint field={field} />
      {form.brandKinds.map((kind, index) => (
        <label key={kind.brandType} className={own.kind}>
          <input
            type="radio"
            name={field.path}
            id={index === 0 ? field.id : undefined}
            aria-describedby={`${field.id}-${kind.brandType}`}
            value={kind.brandType}
            checked={field.value === kind.brandType}
            disabled={field.isReadOnly}
            onChange={() => field.set(kind.brandType)}
          />
          <span>
            <strong>{kind.name}</strong>
            <span id={`${field.id}-${kind.brandType}`} className={own.description}>
              {kind.description} {BUSINESS_COPY.fee(kind.fee, form.isApproximate)}.
            </span>
          </span>
        </label>
      ))}
      <FieldNotes field={field} />
    </fieldset>
  );
}
