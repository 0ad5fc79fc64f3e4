import type { ApiError } from "@/api/errors";

/** What stands in a field: text, a flag or a list of texts. */
export type Value = string | boolean | readonly string[];

/** By the field's path, as findings and rejection reasons name it. */
export type Values = Readonly<Record<string, Value>>;

export const textOf = (value: Value | undefined): string =>
  typeof value === "string" ? value : "";

export const textsOf = (value: Value | undefined): readonly string[] =>
  Array.isArray(value) ? value : [];

/** A value that came from outside, if it can stand in a field. */
export function valueFrom(value: unknown): Value | null {
  const isText = typeof value === "string" || typeof value === "boolean";
  if (isText || (Array.isArray(value) && value.every((text) => typeof text === "string"))) {
    return value as Value;
  }
  return null;
}

export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Keywords as somebody types them: `STOP, QUIT`. */
export const keywordsIn = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** As carriers count: characters, not the units of JavaScript's strings, without blanks around. */
export const lengthOf = (text: string): number => [...text.trim()].length;

/** `sampleMessages.1` is about the field `sampleMessages`. */
export const fieldOf = (path: string): string => path.replace(/\.\d+$/, "");

/** What the API refused, by field; a message about one item is about its field. */
export function errorsByField(
  error: ApiError | null,
  prefix = "",
): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const [path, messages] of Object.entries(error?.fields ?? {})) {
    const field = fieldOf(`${prefix}${path}`);
    found[field] = [...(found[field] ?? []), ...messages];
  }
  return found;
}

/** Of a campaign's findings and reasons, those that are settled in the business profile. */
export const isAboutBusiness = ({ field }: { field: string }): boolean =>
  field.startsWith("businessProfile.");
