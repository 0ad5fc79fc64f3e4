import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDebounced } from "@/shared/useDebounced";
import { type BookingRequest, type Quote, quoteQuery } from "./queries";

/** The server's price for this request, asked for once the choosing pauses. */
export function useQuote(request: BookingRequest | null) {
  const asked = JSON.stringify(request);
  const settled = useDebounced(asked);
  const stable = useMemo((): BookingRequest | null => JSON.parse(settled), [settled]);
  const quote = useQuery(quoteQuery(stable));
  const data = request === null ? undefined : quote.data;
  const isCurrent = data !== undefined && request !== null && isPriceOf(data, request);
  const isOfNow = settled === asked && !quote.isPlaceholderData;
  return {
    /** The last answer; while `isCurrent` is false it is the price of something else. */
    data,
    isCurrent,
    isUpdating: request !== null && !isCurrent && (settled !== asked || quote.isFetching),
    error: isOfNow ? quote.error : null,
    retry: () => void quote.refetch(),
  };
}

/** Whether it is about the same services and points; a price does not hang on the time. */
export function isPriceOf({ items, loyalty }: Quote, request: BookingRequest): boolean {
  const priced = items.map(({ serviceId, quantity }) => `${serviceId}:${quantity}`);
  const wanted = request.services.map(({ serviceId, quantity = 1 }) => `${serviceId}:${quantity}`);
  const isSamePoints = (loyalty?.pointsRequested ?? 0) === (request.loyalty?.pointsRequested ?? 0);
  return isSamePoints && priced.join() === wanted.join();
}

export type QuoteState = ReturnType<typeof useQuote>;
