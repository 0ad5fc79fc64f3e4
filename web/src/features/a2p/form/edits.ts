import { isSame, type Value, type Values, valueFrom } from "./values";

/** What was typed in a field, and what was stored there when the typing began. */
export type Edit = { value: Value; base: Value };
export type Edits = Readonly<Record<string, Edit>>;

/** What is stored, as this page knows it. */
export type Stored = {
  values: Values;
  /** What tells that a field was changed elsewhere, where its value itself is never told. */
  marks?: Values;
};

/** A field that was changed here and, meanwhile, elsewhere. */
export type Conflict = { path: string; mine: Value; theirs: Value };

export const baseOf = (stored: Stored, path: string): Value =>
  stored.marks?.[path] ?? stored.values[path] ?? "";

/** Only what differs from what is stored. */
export const changesOf = (edits: Edits, { values }: Stored): Values =>
  Object.fromEntries(
    Object.entries(edits)
      .filter(([path, { value }]) => !isSame(value, values[path]))
      .map(([path, { value }]) => [path, value]),
  );

export const conflictsOf = (edits: Edits, stored: Stored): Conflict[] =>
  Object.entries(edits)
    .filter(([path, { value, base }]) => {
      const isChange = !isSame(value, stored.values[path]);
      return isChange && !isSame(base, baseOf(stored, path));
    })
    .map(([path, { value }]) => ({ path, mine: value, theirs: baseOf(stored, path) }));

/** These were saved; what was typed since then stays, on top of what is stored now. */
export function withoutSaved(edits: Edits, sent: Values, stored: Stored): Edits {
  const left = Object.entries(edits).filter(([path, { value }]) => !isSame(value, sent[path]));
  return Object.fromEntries(
    left.map(([path, edit]) => [
      path,
      path in sent ? { ...edit, base: baseOf(stored, path) } : edit,
    ]),
  );
}

/** From outside: whatever is no edit is left out. */
export function editsFrom(content: unknown): Edits {
  const found: Record<string, Edit> = {};
  for (const [path, edit] of Object.entries(content ?? {})) {
    const value = valueFrom(edit?.value);
    const base = valueFrom(edit?.base);
    if (value !== null && base !== null) {
      found[path] = { value, base };
    }
  }
  return found;
}
