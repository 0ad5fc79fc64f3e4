import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { rewardsQuery } from "@/customer/rewardsQuery";
import { today } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { useDebounced } from "@/shared/useDebounced";
import { type Draft, pointsAsked, requestOf, spell, unspell, type Wanted, wantedOf } from "./draft";
import type { Booking, BookingRequest, Service } from "./queries";
import { blockIn, focusOn, gapIn, type Trouble, troubleOf } from "./trouble";
import { type Calendar, type Slot, useCalendar } from "./useCalendar";
import { useDraft } from "./useDraft";
import { type QuoteState, useQuote } from "./useQuote";
import { useSubmission } from "./useSubmission";

/** All that the form knows and can do; the components only show it. */
export function useBooking(services: readonly Service[], onBooked: (booking: Booking) => void) {
  const client = useQueryClient();
  const now = today(useTimeZone());
  const [draft, setDraft] = useDraft(now);
  const [refused, setRefused] = useState<Trouble | null>(null);
  const rewards = useQuery(rewardsQuery);
  const wanted = useWanted(spell(wantedOf(draft, services)).join(","), services);
  const calendar = useCalendar(useSettled(wanted, services), now, draft.date);

  const raise = (trouble: Trouble) => {
    setRefused(trouble);
    focusOn(trouble.about);
  };
  const submission = useSubmission(draft, {
    onBooked,
    onRefused: (error) => {
      // Another's booking may be the reason: what is free and what it costs is asked again.
      void client.invalidateQueries({ queryKey: ["booking"] });
      const trouble = troubleOf(error);
      if (trouble.about === "time") {
        setDraft((before) => ({ ...before, time: null }));
      }
      raise(trouble);
    },
  });

  const { unanswered } = submission;
  const points = pointsAsked(draft.points, rewards.data?.pointsBalance);
  const time = unanswered?.time ?? freeTimeOf(draft, calendar);
  const request = (slot: Slot | null): BookingRequest | null =>
    wanted.length > 0 && slot !== null && points.kind !== "unknown"
      ? requestOf({ wanted, points, ...slot })
      : null;
  const slot = time !== null && calendar.day !== null ? { date: calendar.day, time } : null;
  // A price does not hang on the time: until one is chosen, any free one will do to ask for it.
  const quote = useQuote(unanswered ?? request(slot ?? calendar.firstFree));

  const submit = () => {
    const chosen = unanswered ?? request(slot);
    const block = quote.isCurrent && quote.data !== undefined ? blockIn(quote.data) : null;
    const gap = unanswered === null ? (gapIn({ wanted, time, points }) ?? block) : null;
    if (gap !== null) {
      raise(gap);
    } else if (chosen !== null && (quote.isCurrent || unanswered !== null)) {
      setRefused(null);
      submission.send(chosen);
    } else if (quote.error !== null) {
      // Nobody books at a price that could not be told.
      raise(troubleOf(quote.error));
    }
  };
  return {
    draft,
    wanted,
    calendar,
    rewards,
    points,
    time,
    quote,
    trouble: refused ?? troubleOfQuote(quote, time, unanswered),
    isSending: submission.isSending,
    isUnanswered: unanswered !== null && !submission.isSending,
    submit,
    change: (part: Partial<Draft>) => {
      setRefused(null);
      setDraft((before) => ({ ...before, ...part }));
    },
  };
}

export type BookingState = ReturnType<typeof useBooking>;

/** The same object as long as the same is wanted. */
const useWanted = (spelled: string, services: readonly Service[]): Wanted[] =>
  useMemo(() => {
    const quantities = unspell(spelled);
    return services.flatMap(({ id }) => {
      const quantity = quantities[id];
      return quantity === undefined ? [] : [{ serviceId: id, quantity }];
    });
  }, [spelled, services]);

/** Calendars are looked up once the counting pauses. */
const useSettled = (wanted: readonly Wanted[], services: readonly Service[]): Wanted[] =>
  useWanted(useDebounced(spell(wanted).join(","), 300), services);

/** The chosen time, unless it has turned out that it is not free for this. */
function freeTimeOf({ time }: Draft, { times }: Calendar): string | null {
  const known = times.isPlaceholderData ? undefined : times.data?.items;
  const isGone = known !== undefined && !known.some((free) => free.time === time);
  return isGone ? null : time;
}

/** That the time is taken matters once it is chosen, and not if it may be this booking that took it. */
function troubleOfQuote(
  { error }: QuoteState,
  time: string | null,
  unanswered: BookingRequest | null,
): Trouble | null {
  const trouble = error === null ? null : troubleOf(error);
  const isNoMatter = trouble?.about === "time" && (time === null || unanswered !== null);
  return isNoMatter ? null : trouble;
}
