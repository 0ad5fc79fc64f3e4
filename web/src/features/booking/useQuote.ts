import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDebounced } from "@/shared/useDebounced";
import { type BookingRequest, quoteQuery } from "./queries";

/** The server's price for this request, asked for once the choosing pauses. */
export function useQuote(request: BookingRequest | null) {
  const asked = JSON.stringify(request);
  const settled = useDebounced(asked);
  const stable = useMemo((): BookingRequest | null => JSON.parse(settled), [settled]);
  const quote = useQuery(quoteQuery(stable));
  const isOfNow = settled === asked && !quote.isPlaceholderData;
  return {
    /** The last answer; while `isCurrent` is false it belongs to what was chosen before. */
    data: request === null ? undefined : quote.data,
    isCurrent: isOfNow && quote.data !== undefined,
    isUpdating: request !== null && (settled !== asked || quote.isFetching),
    error: isOfNow ? quote.error : null,
    retry: () => void quote.refetch(),
  };
}

export type QuoteState = ReturnType<typeof useQuote>;
