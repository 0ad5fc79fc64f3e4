import type { Tone } from "@/staff/ui/StatusPill";
import type { LineCheck, NumberOfOurs } from "../queries";
import { CHECKS, COPY } from "./copy";

type NumberCheck = LineCheck["numbers"][number];
type ServiceCheck = LineCheck["services"][number];
export type Check = { state: "good" | "bad" | "unknown"; words: string };

type Words = { good: string; bad: string; unknown: string; protected?: string };

function check(flag: boolean | null, words: Words, isProtected = false): Check {
  if (flag === null) {
    return { state: "unknown", words: (isProtected && words.protected) || words.unknown };
  }
  return flag ? { state: "good", words: words.good } : { state: "bad", words: words.bad };
}

export const checksOfNumber = (number: NumberCheck): Check[] => [
  check(number.isOwned, CHECKS.isOwned),
  check(number.hasOurWebhooks, CHECKS.hasOurWebhooks, number.protected),
  check(number.isInPool, CHECKS.isInPool, number.protected),
];

export const checksOfService = (service: ServiceCheck): Check[] => [
  check(service.exists, CHECKS.exists),
  check(service.hasOurWebhooks, CHECKS.serviceWebhooks, service.protected),
];

export function healthPill(line: LineCheck): { tone: Tone; words: string } {
  if (!line.twilioAnswered) {
    return { tone: "neutral", words: COPY.health.unclear };
  }
  return line.isHealthy
    ? { tone: "good", words: COPY.health.healthy }
    : { tone: "bad", words: COPY.health.broken };
}

/** Why there is nothing to press; null where a repair can help. */
export function whyNoRepair({
  isHealthy,
  twilioAnswered,
  numbers,
  services,
}: LineCheck): string | null {
  const { health } = COPY;
  if (!twilioAnswered) {
    return health.notAnswering;
  }
  const isMendable = ({ hasOurWebhooks, protected: isProtected }: NumberCheck | ServiceCheck) =>
    !isProtected && hasOurWebhooks === false;
  const isOutOfPool = (number: NumberCheck) => !number.protected && number.isInPool === false;
  if (numbers.some(isOutOfPool) || [...numbers, ...services].some(isMendable)) {
    return null;
  }
  if (!isHealthy) {
    return health.onlySupport;
  }
  const hasOnlyProtected = numbers.length > 0 && numbers.every((number) => number.protected);
  return hasOnlyProtected ? health.onlyProtected : health.nothingToRepair;
}

/** Whether the A2P page is where a number that cannot send gets on; carriers and support need nobody there. */
export const isA2pTheWay = ({ canSend, capabilities, registrationStatus }: NumberOfOurs): boolean =>
  !canSend &&
  capabilities.sms &&
  registrationStatus !== "PENDING" &&
  registrationStatus !== "FAILED";

export const REGISTRATION_TONES: Readonly<Record<NumberOfOurs["registrationStatus"], Tone>> = {
  EXTERNAL: "good",
  UNREGISTERED: "neutral",
  PENDING: "waiting",
  REGISTERED: "good",
  FAILED: "bad",
};
