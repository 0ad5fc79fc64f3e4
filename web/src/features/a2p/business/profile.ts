import type { Schemas } from "@/api/client";
import type { Stored } from "../form/edits";
import { textOf, type Value, type Values, valueFrom } from "../form/values";

type Profile = Schemas["BusinessProfile"];
type FormField = Schemas["FormField"];

export const PREFIX = "businessProfile.";
export const NUMBER = `${PREFIX}registrationNumber`;
/** Not a field of the API: there, a number that is empty is one taken away. */
export const REMOVE_NUMBER = "removeRegistrationNumber";

/** Every field of the form as it is stored. The registration number itself is never told. */
export function storedProfile(profile: Profile, inputs: readonly FormField[]): Stored {
  const paths = inputs.map((input) => input.field).filter((path) => path.startsWith(PREFIX));
  return {
    values: {
      ...Object.fromEntries(paths.map((path) => [path, valueAt(profile, path)])),
      [REMOVE_NUMBER]: false,
    },
    marks: { [NUMBER]: profile.registrationNumberLast4 ?? "" },
  };
}

function valueAt(profile: Profile, path: string): Value {
  let value: unknown = profile;
  for (const step of path.slice(PREFIX.length).split(".")) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  }
  return valueFrom(value) ?? "";
}

/** What the API takes: nested, and the number only where it is to change. */
export function inputFrom(values: Values): Schemas["BusinessProfileInput"] {
  const body: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    if (path.startsWith(PREFIX) && path !== NUMBER) {
      put(body, path.slice(PREFIX.length).split("."), value);
    }
  }
  const number = textOf(values[NUMBER]).trim();
  if (number !== "" || values[REMOVE_NUMBER] === true) {
    body.registrationNumber = number;
  }
  return body as Schemas["BusinessProfileInput"];
}

function put(target: Record<string, unknown>, [step, ...rest]: string[], value: Value): void {
  if (step === undefined) {
    return;
  }
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const inner = (target[step] ?? {}) as Record<string, unknown>;
  target[step] = inner;
  put(inner, rest, value);
}

const STOCK_FIELDS = ["stockExchange", "stockTicker", "brandContactEmail"].map(
  (name) => PREFIX + name,
);

export const isSoleProprietor = (values: Values): boolean =>
  values[`${PREFIX}brandType`] === "SOLE_PROPRIETOR";

const isPublic = (values: Values): boolean => values[`${PREFIX}companyType`] === "public";

/** A public company's, or where something was left over from one: it is to be cleared. */
export const showsStock = (values: Values): boolean =>
  !isSoleProprietor(values) &&
  (isPublic(values) || STOCK_FIELDS.some((path) => textOf(values[path]) !== ""));

export function isRequiredOf(input: FormField, values: Values): boolean {
  const kind = values[`${PREFIX}brandType`];
  return (
    input.requiredOf.some((each) => each === kind) ||
    (STOCK_FIELDS.includes(input.field) && isPublic(values))
  );
}
