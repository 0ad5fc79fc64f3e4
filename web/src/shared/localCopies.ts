/**
 * What was typed and is not saved yet, in the browser's own storage, until the server has confirmed it.
 * Each open page keeps copies of its own, so that two tabs never overwrite each other's; a page that
 * opens takes over what earlier ones left behind. Nobody but the user who typed it is ever shown it.
 */
import { newKey } from "./write";

const PREFIX = "servicepro.draft/";
const KEPT_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;
const PAGE = newKey();

type Owner = { id: string; tenantId: string | null };

/** Whose text it is: the same form belongs to somebody else under another user. */
export const ownerKey = ({ tenantId, id }: Owner): string => `${tenantId ?? "-"}/${id}`;

/** False where the browser keeps nothing: a private window, a full disk. */
export function keepCopy(form: string, content: object | null): boolean {
  const key = `${PREFIX}${form}/${PAGE}`;
  try {
    if (content === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), content }));
    }
    return true;
  } catch {
    return content === null;
  }
}

/** What earlier pages left behind of this form, the oldest first. */
export function takeCopies(form: string): unknown[] {
  dropOldCopies();
  const found = copies(`${PREFIX}${form}/`);
  for (const { key } of found) {
    localStorage.removeItem(key);
  }
  return found.sort((one, other) => one.at - other.at).map(({ content }) => content);
}

/** Also of users who never came back to this browser. */
function dropOldCopies(): void {
  for (const { key, at } of copies(PREFIX)) {
    if (at < Date.now() - KEPT_MILLISECONDS) {
      localStorage.removeItem(key);
    }
  }
}

/** Somebody signs out: nothing of theirs stays, and everything of others. */
export function dropCopies(owner: Owner): void {
  for (const { key } of copies(`${PREFIX}${ownerKey(owner)}/`)) {
    localStorage.removeItem(key);
  }
}

type Copy = { key: string; at: number; content: unknown };

function copies(prefix: string): Copy[] {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
    return keys
      .filter((key) => key?.startsWith(prefix) === true)
      .map((key) => copyAt(key as string));
  } catch {
    return [];
  }
}

function copyAt(key: string): Copy {
  try {
    const { at, content } = JSON.parse(localStorage.getItem(key) ?? "{}");
    return { key, at: typeof at === "number" ? at : 0, content };
  } catch {
    return { key, at: 0, content: null };
  }
}
