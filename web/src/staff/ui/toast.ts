/** Toasts only confirm; whatever somebody has to act on stays on the page. */

export type Toast = { id: number; tone: "good" | "bad"; message: string };

const MOST_AT_ONCE = 3;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

export function confirmed(message: string): void {
  add("good", message);
}

/** For failures that the page also shows where they happened. */
export function failed(message: string): void {
  add("bad", message);
}

export function dismiss(id: number): void {
  replace(toasts.filter((toast) => toast.id !== id));
}

export const currentToasts = (): readonly Toast[] => toasts;

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function add(tone: Toast["tone"], message: string): void {
  lastId += 1;
  replace([...toasts, { id: lastId, tone, message }].slice(-MOST_AT_ONCE));
}

function replace(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) {
    listener();
  }
}
