/** Calendar days such as `2026-11-03`, which have no time zone. */

import { dates } from "@/shared/format";

const DAY_MS = 86_400_000;

const instantOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, count: number): string =>
  new Date(instantOf(day) + count * DAY_MS).toISOString().slice(0, 10);

export const daysBetween = (first: string, last: string): number =>
  Math.round((instantOf(last) - instantOf(first)) / DAY_MS);

/** `count` days in a row. */
export const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(first, index));

const part = (day: string, options: Intl.DateTimeFormatOptions): string =>
  dates({ ...options, timeZone: "UTC" }).format(instantOf(day));

/** As three lines of a calendar leaf: `Tue`, `3`, `Nov`. */
export const leafOf = (day: string) => ({
  weekday: part(day, { weekday: "short" }),
  number: part(day, { day: "numeric" }),
  month: part(day, { month: "short" }),
});

/** In a sentence: `Tuesday, November 3`. */
export const nameDay = (day: string): string =>
  part(day, { weekday: "long", month: "long", day: "numeric" });

/** A stretch of time: `45 min`, `3 h`, `1 h 30 min`. */
export function nameLength(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(" ");
}

/** Of a time zone as people call it: `Central Time`. */
export function nameZone(timeZone: string): string {
  const parts = dates({ timeZone, timeZoneName: "longGeneric" }).formatToParts(0);
  const name = parts.find(({ type }) => type === "timeZoneName");
  return name?.value ?? timeZone;
}
