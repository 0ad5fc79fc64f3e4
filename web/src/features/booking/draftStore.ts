import type { Schemas } from "@/api/client";
import type { Intent, IntentStore } from "@/shared/write";
import { type Draft, EMPTY, isQuantity, NO_POINTS, type PointsWish } from "./draft";

/**
 * Kept for this tab, so that a reload or a new sign-in loses nothing: ids of services, a day, a time,
 * a number of points. Nothing in it says who somebody is.
 */
const DRAFT = "servicepro.booking.draft";
const ATTEMPT = "servicepro.booking.attempt";
const INTENT = "servicepro.booking.intent";

export const saveDraft = (draft: Draft): void => save(DRAFT, draft);

/** What was kept, as far as it is what it should be. */
export function loadDraft(today: string): Draft {
  const kept = load(DRAFT);
  if (!isRecord(kept)) {
    return EMPTY;
  }
  const isAhead = isDay(kept.date) && kept.date >= today;
  return {
    quantities: quantitiesIn(kept.quantities),
    date: isAhead && isDay(kept.date) ? kept.date : null,
    time: isAhead && isTime(kept.time) ? kept.time : null,
    points: pointsIn(kept.points),
  };
}

/** A booking that was sent and not answered: sent again, it must be the very same. */
export type Attempt = { draft: string; request: Schemas["NewBooking"] };

export const saveAttempt = (attempt: Attempt | null): void => save(ATTEMPT, attempt);

export function loadAttempt(): Attempt | null {
  const kept = load(ATTEMPT);
  return isRecord(kept) && typeof kept.draft === "string" && isRecord(kept.request)
    ? (kept as Attempt)
    : null;
}

export const intents: IntentStore = {
  read: () => {
    const kept = load(INTENT);
    return isRecord(kept) && typeof kept.key === "string" ? (kept as Intent) : null;
  },
  write: (intent) => save(INTENT, intent),
};

/** A browser may refuse to keep anything; then only the page remembers. */
function save(name: string, value: unknown): void {
  try {
    if (value === null) {
      sessionStorage.removeItem(name);
    } else {
      sessionStorage.setItem(name, JSON.stringify(value));
    }
  } catch {
    // Booking works without.
  }
}

function load(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);

const isTime = (value: unknown): value is string =>
  typeof value === "string" && /^\d{2}:\d{2}$/.test(value);

function quantitiesIn(value: unknown): Record<string, number> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => isQuantity(entry[1])),
  );
}

function pointsIn(value: unknown): PointsWish {
  return isRecord(value) && typeof value.amount === "string"
    ? {
        use: value.use === true,
        mode: value.mode === "exact" ? "exact" : "most",
        amount: value.amount,
      }
    : NO_POINTS;
}
