import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { keepCopy, ownerKey, takeCopies } from "@/shared/localCopies";
import { useUser } from "@/shared/session";
import {
  baseOf,
  type Conflict,
  changesOf,
  conflictsOf,
  type Edits,
  editsFrom,
  type Stored,
  withoutSaved,
} from "./edits";
import type { Value, Values } from "./values";

/**
 * What was typed and not saved, by user and form. Kept beside the page, not in it: whoever looks at
 * another campaign or page and comes back finds the text; and in the browser's storage, so that a
 * reload, an ended session or a closed tab loses nothing.
 */
const drafts = new Map<string, Edits>();
const restored = new Set<string>();
/** What the browser's storage does not have: closing the tab would lose it. */
const unkept = new Set<string>();
const listeners = new Set<() => void>();
const NOTHING: Edits = {};
/** Never in the browser's storage: whoever opens the developer tools could read it there. */
const SECRET: ReadonlySet<string> = new Set(["businessProfile.registrationNumber"]);

export type Draft = {
  key: string;
  /** What the form shows: as stored, with what was typed. */
  values: Values;
  /** Only what differs from what is stored. */
  changes: Values;
  isDirty: boolean;
  /** Changed here and elsewhere: somebody has to choose. */
  conflicts: readonly Conflict[];
  set: (path: string, value: Value) => void;
  discard: () => void;
  /** For each conflict what it is to be; saved next. */
  resolve: (chosen: Values) => void;
};

export function useDraft(form: string, stored: Stored): Draft {
  const key = `${ownerKey(useUser())}/${form}`;
  useMemo(() => restore(key), [key]);
  const typed = useSyncExternalStore(subscribe, () => editsOf(key));
  const changes = useMemo(() => changesOf(typed, stored), [typed, stored]);
  const conflicts = useMemo(() => conflictsOf(typed, stored), [typed, stored]);
  const isDirty = Object.keys(changes).length > 0;
  useEffect(() => {
    // Typed back to what is stored, or stored elsewhere as it was typed: nothing to lose any more.
    const left = Object.entries(typed).filter(([path]) => path in changes);
    if (left.length < Object.keys(typed).length) {
      replace(key, Object.fromEntries(left));
    }
  }, [key, typed, changes]);
  const set = useCallback(
    (path: string, value: Value) => {
      const edits = editsOf(key);
      const base = edits[path]?.base ?? baseOf(stored, path);
      replace(key, { ...edits, [path]: { value, base } });
    },
    [key, stored],
  );
  const resolve = useCallback(
    (chosen: Values) => {
      const bases = Object.entries(chosen).map(([path, value]) => [
        path,
        { value, base: baseOf(stored, path) },
      ]);
      replace(key, { ...editsOf(key), ...Object.fromEntries(bases) });
    },
    [key, stored],
  );
  const discard = useCallback(() => replace(key, NOTHING), [key]);
  const values = useMemo(() => ({ ...stored.values, ...changes }), [stored, changes]);
  return { key, values, changes, isDirty, conflicts, set, discard, resolve };
}

export const editsOf = (key: string): Edits => drafts.get(key) ?? NOTHING;

/** `sent` was saved, and what is stored now is this. */
export function settle(key: string, sent: Values, stored: Stored): void {
  replace(key, withoutSaved(editsOf(key), sent, stored));
}

/** For tests, and for a form that no longer exists. */
export function forget(form?: string): void {
  for (const key of [...drafts.keys()]) {
    if (form === undefined || key.endsWith(`/${form}`)) {
      replace(key, NOTHING);
    }
  }
  if (form === undefined) {
    restored.clear();
  }
}

function restore(key: string): void {
  if (!restored.has(key)) {
    restored.add(key);
    const left = Object.assign({}, ...takeCopies(key).map(editsFrom), editsOf(key));
    if (Object.keys(left).length > 0) {
      drafts.set(key, left);
      keep(key, left);
    }
  }
}

function replace(key: string, edits: Edits): void {
  if (Object.keys(edits).length === 0) {
    drafts.delete(key);
  } else {
    drafts.set(key, edits);
  }
  keep(key, edits);
  for (const listener of listeners) {
    listener();
  }
}

function keep(key: string, edits: Edits): void {
  const open = Object.entries(edits).filter(([path]) => !SECRET.has(path));
  const isKept = keepCopy(key, open.length === 0 ? null : Object.fromEntries(open));
  if (isKept && open.length === Object.keys(edits).length) {
    unkept.delete(key);
  } else {
    unkept.add(key);
  }
  const listen = drafts.size > 0 ? window.addEventListener : window.removeEventListener;
  listen("beforeunload", askBeforeLeaving);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A closing tab loses only what is not kept; signing out, which asks by an event of its own, loses all. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (unkept.size > 0 || !event.isTrusted) {
    event.preventDefault();
  }
}
