import type { Schemas } from "@/api/client";

export type Bucket = { from: string; to: string; earned: number; redeemed: number };

const MOST_BARS = 31;
const WEEK = 7;

/** Days as bars: one each, or a week each where days would be too thin to see. The last bar ends today. */
export function bucketsOf(days: readonly Schemas["Day"][]): Bucket[] {
  const width = days.length > MOST_BARS ? WEEK : 1;
  const buckets: Bucket[] = [];
  for (let end = days.length; end > 0; end -= width) {
    const chunk = days.slice(Math.max(0, end - width), end);
    const [first, last] = [chunk[0], chunk[chunk.length - 1]];
    if (first !== undefined && last !== undefined) {
      buckets.unshift({
        from: first.date,
        to: last.date,
        earned: sum(chunk.map((day) => day.earned)),
        redeemed: sum(chunk.map((day) => day.redeemed)),
      });
    }
  }
  return buckets;
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
