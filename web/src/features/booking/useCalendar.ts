import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { daysBetween, daysFrom } from "./days";
import type { Wanted } from "./draft";
import { freeDaysQuery, freeTimesQuery } from "./queries";

export const DAYS_SHOWN = 7;
/** As far ahead as bookings are taken. */
export const FURTHEST = 365;

/** Seven days at a time, how much is free on each, and the times of the one that is looked at. */
export function useCalendar(wanted: readonly Wanted[], today: string, chosen: string | null) {
  const [turned, setTurned] = useState(() => weekOf(today, chosen));
  const days = daysFrom(today, FURTHEST + 1).slice(turned * DAYS_SHOWN, (turned + 1) * DAYS_SHOWN);
  const week = useQuery(freeDaysQuery(wanted, days));
  const leaves = days.map((day, index) => ({ day, free: week.data?.[index]?.items.length }));
  // Nobody should have to look for the first day that has something free.
  const day = chosen ?? leaves.find(({ free }) => free !== undefined && free > 0)?.day ?? null;
  const times = useQuery({
    ...freeTimesQuery(wanted, day ?? today),
    enabled: wanted.length > 0 && day !== null,
  });
  return {
    /** On the day that is looked at or, if it has none, on any that is shown. */
    firstFree: firstIn(times.data) ?? week.data?.map(firstIn).find((slot) => slot !== null) ?? null,
    leaves,
    day,
    times,
    week,
    hasEarlier: turned > 0,
    hasLater: (turned + 1) * DAYS_SHOWN <= FURTHEST,
    turn: (by: number) => setTurned(turned + by),
    turnTo: (date: string) => setTurned(weekOf(today, date)),
  };
}

export type Calendar = ReturnType<typeof useCalendar>;

export type Slot = { date: string; time: string };

function firstIn(free: Schemas["FreeTimes"] | undefined): Slot | null {
  const time = free?.items[0]?.time;
  return free === undefined || time === undefined ? null : { date: free.date, time };
}

const weekOf = (today: string, day: string | null): number =>
  day === null ? 0 : Math.floor(daysBetween(today, day) / DAYS_SHOWN);
