import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, isSignedOut } from "@/api/errors";
import { leaveToSignIn } from "./signIn";

const MOST_RETRIES = 2;

/** What failed for a passing reason is asked again; a refusal is an answer. */
export function makeQueryClient({ retries = MOST_RETRIES } = {}): QueryClient {
  return new QueryClient({
    // At the caches, where no query's or write's own `onError` can stand in its place.
    queryCache: new QueryCache({ onError: leaveIfSignedOut }),
    mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
    defaultOptions: {
      // Without a network they fail at once and say so, instead of waiting in silence.
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        retry: (count, error) => count < retries && error instanceof ApiError && error.isPassing,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

function leaveIfSignedOut(error: unknown): void {
  if (isSignedOut(error)) {
    leaveToSignIn();
  }
}
