import { COPY } from "../copy";

/** A value of a field as a person reads it, whichever kind it is. */
export function readable(value: unknown): string {
  if (typeof value === "boolean") {
    return value ? COPY.yes : COPY.no;
  }
  const text = Array.isArray(value) ? value.join("\n") : String(value ?? "");
  return text.trim() === "" ? COPY.empty : text;
}
