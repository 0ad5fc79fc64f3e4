import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { isSame, type Value, type Values } from "./values";

/**
 * What was typed and not saved, by form. Kept beside the page, not in it: whoever looks at another
 * campaign or page and comes back finds the text. Only leaving the app loses it, so the browser asks.
 */
const drafts = new Map<string, Values>();
const listeners = new Set<() => void>();
const NOTHING: Values = {};

export type Draft = {
  /** What the form shows: as stored, with what was typed. */
  values: Values;
  /** Only what differs from what is stored. */
  changes: Values;
  isDirty: boolean;
  set: (path: string, value: Value) => void;
  discard: () => void;
  /** These were saved; what was typed since then stays a change. */
  settle: (saved: Values) => void;
};

export function useDraft(form: string, stored: Values): Draft {
  const typed = useSyncExternalStore(subscribe, () => drafts.get(form) ?? NOTHING);
  const changes = useMemo(() => differing(typed, stored), [typed, stored]);
  const isDirty = Object.keys(changes).length > 0;
  useEffect(() => {
    // Typed back to what is stored: nothing to lose any more.
    if (typed !== NOTHING && !isDirty) {
      replace(form, NOTHING);
    }
  }, [form, typed, isDirty]);
  const set = useCallback(
    (path: string, value: Value) => replace(form, { ...drafts.get(form), [path]: value }),
    [form],
  );
  const discard = useCallback(() => replace(form, NOTHING), [form]);
  const settle = useCallback(
    (saved: Values) => replace(form, differing(drafts.get(form) ?? NOTHING, saved)),
    [form],
  );
  return {
    values: { ...stored, ...changes },
    changes,
    isDirty,
    set,
    discard,
    settle,
  };
}

/** For tests, and for a form that no longer exists. */
export function forget(form?: string): void {
  for (const each of form === undefined ? [...drafts.keys()] : [form]) {
    replace(each, NOTHING);
  }
}

function differing(typed: Values, stored: Values): Values {
  return Object.fromEntries(
    Object.entries(typed).filter(([path, value]) => !isSame(value, stored[path])),
  );
}

function replace(form: string, typed: Values): void {
  if (Object.keys(typed).length === 0) {
    drafts.delete(form);
  } else {
    drafts.set(form, typed);
  }
  const listen = drafts.size > 0 ? window.addEventListener : window.removeEventListener;
  listen("beforeunload", askBeforeLeaving);
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
