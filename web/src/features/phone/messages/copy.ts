import type { Schemas } from "@/api/client";
import { formatPhone } from "@/shared/format";

type Status = Schemas["Message"]["status"];

export const COPY = {
  title: "Messages",
  none: "No texts yet",
  noneText: "Texts to and from your customers show up here.",
  person: (number: string | null) => (number === null ? "Unknown sender" : formatPhone(number)),
  optedOut: "Opted out",
  optedOutText: "This person replied STOP and gets no more texts until they reply START.",
  them: "They wrote",
  you: "You wrote",
  older: "Show older texts",
  notOlder: "Older texts couldn’t be loaded",
  thread: (person: string) => `Texts with ${person}`,
};

export const STATUSES: Readonly<Record<Status, string>> = {
  RECEIVED: "Received",
  SENDING: "On its way",
  UNCERTAIN: "Not clear whether it was sent",
  SENT: "Sent, not confirmed yet",
  DELIVERED: "Delivered",
  UNDELIVERED: "Not delivered",
  FAILED: "Not sent",
};

export const VOICEMAILS = {
  title: "Voicemails",
  none: "No voicemails",
  noneText: "When a caller leaves a message, it’s here to play.",
  unknownCaller: "Unknown caller",
  isNew: "New",
  markHeard: "Mark as heard",
  markNew: "Mark as new",
  of: (action: string, caller: string) => `${action}: ${caller}`,
  audio: (caller: string, when: string) => `Voicemail from ${caller}, ${when}`,
  cannotPlay: "This recording doesn’t play",
  older: "Show older voicemails",
  notOlder: "Older voicemails couldn’t be loaded",
  duration: (seconds: number) => {
    const minutes = Math.floor(seconds / 60);
    const rest = seconds % 60;
    return [minutes > 0 && `${minutes} min`, (rest > 0 || minutes === 0) && `${rest} s`]
      .filter(Boolean)
      .join(" ");
  },
};
