import { createContext, useContext } from "react";
import type { Schemas } from "@/api/client";
import type { Draft } from "./drafts";
import { fieldOf, type Value, valueFrom } from "./values";

export type Finding = Schemas["Finding"];
type FormField = Schemas["FormField"];

/** What every field of a form shares. */
export type Scope = {
  draft: Draft;
  inputs: readonly FormField[];
  findings: readonly Finding[];
  /** What the API refused at the last save, by field. */
  errors: Readonly<Record<string, readonly string[]>>;
  isReadOnly: boolean;
  fixedFields: readonly string[];
  /** What helps to fill in a field, by its path. */
  hints: Readonly<Record<string, string>>;
  isRequired: (input: FormField) => boolean;
};

const FormScope = createContext<Scope | null>(null);
export const ScopeProvider = FormScope.Provider;

export function useScope(): Scope {
  const scope = useContext(FormScope);
  if (scope === null) {
    throw new Error("A field needs a ScopeProvider above it");
  }
  return scope;
}

export const idOf = (path: string): string => `field-${path}`;

/** Focus for a field wherever it is on the page; true if it is there. */
export function focusField(path: string): boolean {
  const control = document.getElementById(idOf(path));
  control?.focus();
  // A control that takes no focus has its row take it.
  if (control !== null && document.activeElement !== control) {
    control.closest<HTMLElement>("[data-field]")?.focus();
  }
  return control !== null;
}

/** All that one field's control needs. */
export function useField(path: string) {
  const { draft, inputs, findings, errors, isReadOnly, fixedFields, hints, isRequired } =
    useScope();
  const input = inputs.find((each) => each.field === path);
  const isFixed = fixedFields.includes(path);
  const own = findings.filter((finding) => fieldOf(finding.field) === path);
  const refused = errors[path] ?? [];
  const id = idOf(path);
  return {
    id,
    path,
    input,
    name: input?.name ?? path,
    value: draft.values[path],
    set: (value: Value) => draft.set(path, value),
    findings: own,
    errors: refused,
    isFixed,
    isRequired: input !== undefined && isRequired(input),
    isReadOnly: isReadOnly || isFixed,
    hint: hints[path],
    control: {
      id,
      "aria-describedby": `${id}-hint ${id}-notes`,
      "aria-invalid": refused.length > 0 || own.some((finding) => finding.severity === "BLOCKING"),
    },
  };
}

export type Field = ReturnType<typeof useField>;

/** What a finding proposes to write, where it proposes a value and not just a thought. */
export const suggestedValue = (finding: Finding): Value | null =>
  finding.suggestedValue === null ? null : valueFrom(finding.suggestedValue);
