/** Numbers, money and dates as a person in the US reads them. */

const LOCALE = "en-US";

const money = new Intl.NumberFormat(LOCALE, { style: "currency", currency: "USD" });
const whole = new Intl.NumberFormat(LOCALE);

/** Dollars as `$1,240.50`. */
export const formatMoney = (dollars: number): string => money.format(dollars);

const roundMoney = new Intl.NumberFormat(LOCALE, {
  style: "currency",
  currency: "USD",
  trailingZeroDisplay: "stripIfInteger",
});

/** Dollars in a sentence, without idle zeros: `$75`, `$8.50`. */
export const formatDollars = (dollars: number): string => roundMoney.format(dollars);

export const formatNumber = (count: number): string => whole.format(count);

/** `1 point`, `1,240 points`. */
export const formatPoints = (points: number): string =>
  `${whole.format(points)} ${Math.abs(points) === 1 ? "point" : "points"}`;

/** With its sign, as in a ledger: `+500`, `−120` (a real minus). */
export const formatSigned = (points: number): string =>
  points > 0 ? `+${whole.format(points)}` : whole.format(points).replace("-", "−");

/** An instant as a date and time in a time zone: `Nov 3, 2026, 2:05 PM`. */
export function formatDateTime(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  }).format(new Date(instant));
}

/** An instant's day in a time zone: `Nov 3, 2026`. */
export function formatDate(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeZone }).format(
    new Date(instant),
  );
}

/** A calendar day such as `2026-11-03`, which has no time zone: `Tue, Nov 3, 2026`. */
export function formatDay(day: string): string {
  const options = { weekday: "short", year: "numeric", month: "short", day: "numeric" } as const;
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** A time of day such as `14:05`: `2:05 PM`. */
export function formatTime(time: string): string {
  return new Intl.DateTimeFormat(LOCALE, { timeStyle: "short", timeZone: "UTC" }).format(
    new Date(`1970-01-01T${time}Z`),
  );
}

/** `+15125550123` as `(512) 555-0123`; numbers of other countries stay as they are. */
export function formatPhone(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts === null ? number : `(${parts[1]}) ${parts[2]}-${parts[3]}`;
}

/** Today in a time zone, as `2026-11-03`. */
export function today(timeZone: string, now: Date = new Date()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone }).format(now);
}
