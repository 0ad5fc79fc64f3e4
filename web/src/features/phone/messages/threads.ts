import type { Tone } from "@/staff/ui/StatusPill";
import type { Message } from "../queries";

/** All texts with one person, oldest first. */
export type Thread = {
  person: string | null;
  messages: readonly Message[];
  hasOptedOut: boolean;
};

/**
 * Twilio's own words for the right to get no more texts, and to get them again. Whether a text may go out
 * is decided by the server, which knows all texts; here they only explain what is on the page.
 */
const STOP = /^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)$/;
const START = /^(start|yes|unstop)$/;
const RECIPIENT_OPTED_OUT = 21610;

export const TONES: Readonly<Record<Message["status"], Tone>> = {
  RECEIVED: "neutral",
  SENDING: "waiting",
  UNCERTAIN: "attention",
  SENT: "waiting",
  DELIVERED: "good",
  UNDELIVERED: "bad",
  FAILED: "bad",
};

const personOf = ({ direction, fromNumber, toNumber }: Message): string | null =>
  direction === "INBOUND" ? fromNumber : toNumber;

/** By person, whoever texted last first. A text that moved to the next page meanwhile counts once. */
export function threadsOf(newestFirst: readonly Message[]): Thread[] {
  const once = new Map(newestFirst.map((message) => [message.id, message]));
  const byPerson = new Map<string | null, Message[]>();
  for (const message of once.values()) {
    const person = personOf(message);
    byPerson.set(person, [...(byPerson.get(person) ?? []), message]);
  }
  return [...byPerson].map(([person, messages]) => ({
    person,
    messages: messages.toReversed(),
    hasOptedOut: hasOptedOut(messages),
  }));
}

/** The newest word on it counts. */
function hasOptedOut(newestFirst: readonly Message[]): boolean {
  for (const { direction, body, errorCode } of newestFirst) {
    const word = body.toLowerCase().replaceAll(/[^a-z]/g, "");
    if (errorCode === RECIPIENT_OPTED_OUT || (direction === "INBOUND" && STOP.test(word))) {
      return true;
    }
    if (direction === "INBOUND" && START.test(word)) {
      return false;
    }
  }
  return false;
}

const LONGEST_WAIT = 5 * 60_000;

/** Whether more may be heard of it soon; some carriers never confirm. */
export function isOnItsWay({ status, createdAt }: Message, now = Date.now()): boolean {
  return (
    (status === "SENDING" || status === "SENT") &&
    now - new Date(createdAt).getTime() < LONGEST_WAIT
  );
}
