import type { Schemas } from "@/api/client";
import { formatPhone } from "@/shared/format";
import { toE164 } from "@/staff/phoneNumber";
import type { IvrMenu, IvrMenuInput } from "../queries";
import { COPY } from "./copy";

/** As the editor holds it: what an action does not need is kept while somebody changes their mind. */
export type Key = {
  id: string;
  digit: string;
  label: string;
  action: Schemas["MenuOption"]["action"];
  forwardTo: string;
  message: string;
};
export type MenuDraft = { greeting: string; keys: readonly Key[]; fallback: IvrMenu["fallback"] };

/** In the order in which a menu usually begins to use them. */
export const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

let lastId = 0;
const nextId = (): string => {
  lastId += 1;
  return `key-${lastId}`;
};

export const draftOf = ({ greeting, options, fallback }: IvrMenu): MenuDraft => ({
  greeting,
  fallback,
  keys: options.map(({ digit, label, action, forwardTo, message }) => ({
    id: nextId(),
    digit,
    label,
    action,
    forwardTo: formatPhone(forwardTo ?? ""),
    message: message ?? "",
  })),
});

/** Only what each action needs, as the API stores it. */
export const inputOf = ({ greeting, keys, fallback }: MenuDraft): IvrMenuInput => ({
  greeting: greeting.trim(),
  fallback,
  options: keys.map(({ digit, label, action, forwardTo, message }) => ({
    digit,
    label: label.trim(),
    action,
    forwardTo: action === "FORWARD" ? toE164(forwardTo) || null : null,
    message: action === "MESSAGE" ? message.trim() || null : null,
  })),
});

export const freeDigits = (keys: readonly Key[]): string[] =>
  DIGITS.filter((digit) => !keys.some((key) => key.digit === digit));

/** A key with the first free digit; null when all ten are taken. */
export function newKey(keys: readonly Key[]): Key | null {
  const [digit] = freeDigits(keys);
  return digit === undefined
    ? null
    : { id: nextId(), digit, label: "", action: "VOICEMAIL", forwardTo: "", message: "" };
}

/** The keys with one of them moved a place, as far as there is one. */
export function moved(keys: readonly Key[], id: string, by: -1 | 1): readonly Key[] {
  const from = keys.findIndex((key) => key.id === id);
  const to = from + by;
  const key = keys[from];
  if (key === undefined || to < 0 || to >= keys.length) {
    return keys;
  }
  const others = keys.filter((each) => each !== key);
  return [...others.slice(0, to), key, ...others.slice(to)];
}

export type KeyFaults = Partial<
  Record<"digit" | "label" | "action" | "forwardTo" | "message", string>
>;
/** What is wrong, where: at a field, at a field of a key, or with the keys as a whole. */
export type Faults = {
  greeting?: string;
  fallback?: string;
  keys: Readonly<Record<string, KeyFaults>>;
  other: readonly string[];
};
export const NO_FAULTS: Faults = { keys: {}, other: [] };

export const hasFaults = ({ greeting, fallback, keys, other }: Faults): boolean =>
  greeting !== undefined || fallback !== undefined || Object.keys(keys).length + other.length > 0;

/** What is plainly missing; everything else the API knows better. */
export function missingIn({ greeting, keys }: MenuDraft): Faults {
  const faults = keys.map((key) => [key.id, missingInKey(key)] as const);
  return {
    ...(greeting.trim() === "" && { greeting: COPY.faults.greeting }),
    keys: Object.fromEntries(faults.filter(([, found]) => Object.keys(found).length > 0)),
    other: [],
  };
}

const missingInKey = ({ label, action, forwardTo, message }: Key): KeyFaults => ({
  ...(label.trim() === "" && { label: COPY.faults.label }),
  ...(action === "FORWARD" && forwardTo.trim() === "" && { forwardTo: COPY.faults.forwardTo }),
  ...(action === "MESSAGE" && message.trim() === "" && { message: COPY.faults.message }),
});

const OPTION_FIELD = /^options\.(\d+)\.(digit|label|action|forwardTo|message)$/;

/**
 * The API's messages, at the fields of the menu as it was sent. They come by path, as
 * `options.0.forwardTo`; what is about a key as a whole begins with its name: `Key 1: …`.
 */
export function faultsOf(fields: Readonly<Record<string, string[]>>, sent: MenuDraft): Faults {
  const keys: Record<string, KeyFaults> = {};
  const other: string[] = [];
  const found: { greeting?: string; fallback?: string } = {};
  for (const [path, messages] of Object.entries(fields)) {
    for (const message of messages) {
      place(path, message);
    }
  }
  return { ...found, keys, other };

  function place(path: string, message: string): void {
    const [, position, field] = OPTION_FIELD.exec(path) ?? [];
    const key = sent.keys[Number(position)];
    const named = path === "options" ? keyNamedIn(message, sent.keys) : null;
    if (key !== undefined && field !== undefined) {
      keys[key.id] = { ...keys[key.id], [field]: message };
    } else if (named !== null) {
      keys[named.key.id] = { ...keys[named.key.id], [fieldOf(named.key)]: named.message };
    } else if (path === "greeting" || path === "fallback") {
      found[path] = message;
    } else {
      other.push(message);
    }
  }
}

function keyNamedIn(message: string, keys: readonly Key[]): { key: Key; message: string } | null {
  const named = /^Key (\d): (.+)$/.exec(message);
  const key = keys.find(({ digit }) => digit === named?.[1]);
  return key === undefined ? null : { key, message: named?.[2] ?? message };
}

/** The field that decides what the key does. */
const fieldOf = ({ action }: Key): keyof KeyFaults =>
  action === "FORWARD" ? "forwardTo" : action === "MESSAGE" ? "message" : "action";
