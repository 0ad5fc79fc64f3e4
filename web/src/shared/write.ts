import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { WriteHeaders } from "@/api/client";
import type { ApiError } from "@/api/errors";

type Options<Output> = {
  /** What the write may have changed: fetched afresh, also after a failure, which may be half a success. */
  refreshes: readonly QueryKey[];
  onSuccess?: (output: Output) => void;
  onError?: (error: ApiError) => void;
};

/**
 * A write to the API. One idempotency key per intent: repeating the same input after a failure asks
 * for the same thing, not for another one; after a success, or with other input, it is a new intent.
 */
export function useWrite<Input, Output>(
  write: (input: Input, header: WriteHeaders) => Promise<Output>,
  { refreshes, onSuccess, onError }: Options<Output>,
) {
  const client = useQueryClient();
  const intent = useRef<{ input: string; key: string } | null>(null);
  return useMutation<Output, ApiError, Input>({
    mutationFn: (input) => {
      const asked = JSON.stringify(input) ?? "";
      if (intent.current?.input !== asked) {
        intent.current = { input: asked, key: newKey() };
      }
      return write(input, { "Idempotency-Key": intent.current.key });
    },
    onSuccess: (output) => {
      intent.current = null;
      onSuccess?.(output);
    },
    onError: (error) => onError?.(error),
    onSettled: () =>
      Promise.all(refreshes.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

/** `crypto.randomUUID` exists only on https and loopback. */
export function newKey(): string {
  if ("randomUUID" in crypto) {
    return crypto.randomUUID();
  }
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
