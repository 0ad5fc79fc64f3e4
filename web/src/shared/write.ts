import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { WriteHeaders } from "@/api/client";
import type { ApiError } from "@/api/errors";

export type Intent = { input: string; key: string };

/** Where an intent outlives the page. */
export type IntentStore = { read: () => Intent | null; write: (intent: Intent | null) => void };

type Options<Input, Output> = {
  /** What the write may have changed: fetched afresh, also after a failure, which may be half a success. */
  refreshes: readonly QueryKey[];
  onSuccess?: (output: Output) => void;
  onError?: (error: ApiError, input: Input) => void;
  /** For what must stay one intent also across a reload; without it, the page remembers. */
  intents?: IntentStore;
};

/**
 * A write to the API. One idempotency key per intent: repeating the same input after a failure asks
 * for the same thing, not for another one; after a success, or with other input, it is a new intent.
 * While one is under way, `mutate` does nothing.
 */
export function useWrite<Input, Output>(
  write: (input: Input, header: WriteHeaders) => Promise<Output>,
  { refreshes, onSuccess, onError, intents }: Options<Input, Output>,
) {
  const client = useQueryClient();
  const remembered = useRef<Intent | null>(null);
  const store = intents ?? {
    read: () => remembered.current,
    write: (intent: Intent | null) => {
      remembered.current = intent;
    },
  };
  const isRunning = useRef(false);
  const mutation = useMutation<Output, ApiError, Input>({
    mutationFn: (input) => {
      const asked = JSON.stringify(input) ?? "";
      const last = store.read();
      const intent = last?.input === asked ? last : { input: asked, key: newKey() };
      store.write(intent);
      return write(input, { "Idempotency-Key": intent.key });
    },
    onSuccess: (output) => {
      store.write(null);
      onSuccess?.(output);
    },
    onError: (error, input) => onError?.(error, input),
    onSettled: async (_, error) => {
      const refreshed = Promise.all(
        refreshes.map((queryKey) => client.invalidateQueries({ queryKey })),
      );
      // Under way until what it changed is there again: the page shows the old state until then. But
      // what went wrong is told at once.
      if (error === null) {
        await refreshed;
      }
      isRunning.current = false;
    },
  });
  const mutate: typeof mutation.mutate = (...asked) => {
    // A second click may come before the button is drawn as busy.
    if (!isRunning.current) {
      isRunning.current = true;
      mutation.mutate(...asked);
    }
  };
  return { ...mutation, mutate };
}

/** `crypto.randomUUID` exists only on https and loopback. */
export function newKey(): string {
  if ("randomUUID" in crypto) {
    return crypto.randomUUID();
  }
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
