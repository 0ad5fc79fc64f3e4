import type { Schemas } from "@/api/client";
import { formatPhone } from "@/shared/format";

type Mode = Schemas["Routing"]["mode"];
type Action = Schemas["MenuOption"]["action"];
type Fallback = Schemas["IvrMenu"]["fallback"];

export const COPY = {
  title: "Call routing & menu",
  lead: "Who answers when somebody calls your line, and what callers hear.",

  routing: {
    title: "Call routing",
    mode: "Incoming calls go to",
    forwardTo: "Number to forward to",
    forwardToHint: {
      FORWARD: "This number rings first. Unanswered calls go to voicemail.",
      IVR: "Only for callers who press nothing, if your menu forwards them. Otherwise leave it empty.",
    },
    greeting: "Voicemail greeting",
    greetingHint: "Callers hear this before the tone. Leave it empty to use our usual greeting.",
    save: "Save routing",
    saved: "Routing saved",
    locked: (number: string) => `Calls to ${formatPhone(number)} can’t be changed here`,
    lockedText:
      "This line was live before ServicePro and is protected: its calls keep going where they have always gone. You can prepare a menu below; it’s used once you have a line that isn’t protected.",
  },

  menu: {
    title: "Phone menu",
    inUse: "In use",
    notInUse: "Not in use",
    notInUseText: "Callers hear this menu once incoming calls go to the IVR menu.",
    greeting: "Greeting",
    greetingHint: "Callers hear this first, then the keys in their order.",
    keys: "Keys",
    noKeys: "No keys yet: callers hear the greeting, and then what’s below happens.",
    key: (digit: string) => `Key ${digit}`,
    digit: "Key",
    label: "For…",
    labelHint: (label: string, digit: string) =>
      `Callers hear: “For ${label.trim() || "…"}, press ${digit}.”`,
    action: "What it does",
    forwardTo: "Number to forward to",
    message: "What callers hear",
    moveUp: "Move up",
    moveDown: "Move down",
    remove: "Remove",
    ofKey: (action: string, digit: string) => `${action}: key ${digit}`,
    movedUp: (digit: string) => `Key ${digit} moved up`,
    movedDown: (digit: string) => `Key ${digit} moved down`,
    removed: (digit: string) => `Key ${digit} removed`,
    added: (digit: string) => `Key ${digit} added`,
    add: "Add a key",
    full: "All ten keys are in use.",
    fallback: "When callers press nothing",
    fallbackHint: "After the menu was read three times.",
    save: "Save menu",
    saved: "Menu saved",
  },

  unsaved: "Not saved yet",
  undo: "Undo changes",
  fixMarked: "Nothing is saved yet. Correct what’s marked.",

  faults: {
    greeting: "Write what callers hear first.",
    label: "Say what this key is for.",
    forwardTo: "Say which number calls are forwarded to.",
    message: "Write what callers hear.",
  },

  tester: {
    title: "Try your menu",
    lead: "Press keys as a caller would. It plays what’s in the editor, saved or not. Nothing rings.",
    keypad: "Keypad",
    noKeys: "Add a key to your menu to have something to press.",
    silence: "Press nothing",
    again: "Call again",
    transcript: "The call so far",
    begins: "Call begins",
    pressed: (key: string) => (key === "" ? "Caller presses nothing" : `Caller presses ${key}`),
    notYet: "This menu can’t be tried yet",
    notYetText: "Correct what’s marked in the editor first.",
    names: { "*": "Star", "#": "Pound" } as Readonly<Record<string, string>>,
  },
};

export const MODES: Readonly<Record<Mode, { label: string; description: string }>> = {
  IVR: {
    label: "IVR menu",
    description: "Callers hear your menu and choose with their keypad.",
  },
  VOICEMAIL: {
    label: "Voicemail",
    description: "Callers hear your greeting and can leave a message.",
  },
  FORWARD: {
    label: "Direct forward",
    description: "Another phone rings; unanswered calls go to voicemail.",
  },
};

export const ACTIONS: Readonly<Record<Action, string>> = {
  FORWARD: "Forward the call",
  VOICEMAIL: "Take a voicemail",
  MESSAGE: "Say a message, then hang up",
};

export const FALLBACKS: Readonly<Record<Fallback, string>> = {
  VOICEMAIL: "Take a voicemail",
  FORWARD: "Forward the call",
  HANG_UP: "Say goodbye and hang up",
};
