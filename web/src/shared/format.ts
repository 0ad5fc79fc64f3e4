/** Numbers, money and dates as a person in the US reads them. */

const LOCALE = "en-US";

// Making a format takes a phone tens of milliseconds: each is made when it is first needed, and kept.
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(LOCALE, options);
  numberFormats.set(key, format);
  return format;
}

/** The format of dates and times by its options, which are the same each time. */
export function dates(options: Intl.DateTimeFormatOptions, locale = LOCALE): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, format);
  return format;
}

const DOLLARS = { style: "currency", currency: "USD" } as const;
const ROUND_DOLLARS = { ...DOLLARS, trailingZeroDisplay: "stripIfInteger" } as const;
const PERCENT = { style: "percent", maximumFractionDigits: 0 } as const;

/** Dollars as `$1,240.50`. */
export const formatMoney = (dollars: number): string => numbers(DOLLARS).format(dollars);

/** Dollars in a sentence, without idle zeros: `$75`, `$8.50`. */
export const formatDollars = (dollars: number): string => numbers(ROUND_DOLLARS).format(dollars);

/** A whole number as `1,240`. By hand, since every page has one and few need a format besides. */
export const formatNumber = (count: number): string =>
  String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** A part of one as `42%`. */
export const formatPercent = (part: number): string => numbers(PERCENT).format(part);

/** `1 point`, `1,240 points`. */
export const formatPoints = (points: number): string =>
  `${formatNumber(points)} ${Math.abs(points) === 1 ? "point" : "points"}`;

/** With its sign, as in a ledger: `+500`, `−120` (a real minus). */
export const formatSigned = (points: number): string =>
  points > 0 ? `+${formatNumber(points)}` : formatNumber(points).replace("-", "−");

/** An instant as a date and time in a time zone: `Nov 3, 2026, 2:05 PM`. */
export const formatDateTime = (instant: string, timeZone: string): string =>
  dates({ dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(instant));

/** An instant's day in a time zone: `Nov 3, 2026`. */
export const formatDate = (instant: string, timeZone: string): string =>
  dates({ dateStyle: "medium", timeZone }).format(new Date(instant));

const DAY = { weekday: "short", year: "numeric", month: "short", day: "numeric" } as const;

/** A calendar day such as `2026-11-03`, which has no time zone: `Tue, Nov 3, 2026`. */
export const formatDay = (day: string): string =>
  dates({ ...DAY, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

/** A time of day such as `14:05`: `2:05 PM`. */
export const formatTime = (time: string): string =>
  dates({ timeStyle: "short", timeZone: "UTC" }).format(new Date(`1970-01-01T${time}Z`));

/** `+15125550123` as `(512) 555-0123`; numbers of other countries stay as they are. */
export function formatPhone(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts === null ? number : `(${parts[1]}) ${parts[2]}-${parts[3]}`;
}

/** Today in a time zone, as `2026-11-03`. */
export const today = (timeZone: string, now: Date = new Date()): string =>
  dates({ timeZone }, "en-CA").format(now);
