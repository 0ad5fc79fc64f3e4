import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useUser } from "./session";

/** Which cached answers an event of the stream makes stale, by the event's type. */
export type LiveTable = Readonly<Record<string, readonly QueryKey[]>>;

// A promotion tells of each customer: what comes in a burst is fetched once.
const GATHER_MILLISECONDS = 250;
// A browser does not try again by itself after a refusal, such as too many open streams.
const RETRY_MILLISECONDS = 30_000;

/**
 * Fetches afresh what the server says has changed. A comfort, not the only way: pages also fetch after
 * each write and ask again while something is pending, so a stream that fails costs nothing but delay.
 * An operator has no tenant, and so no stream.
 */
export function useLiveUpdates(table: LiveTable): void {
  const { tenantId } = useUser();
  const client = useQueryClient();
  useEffect(() => {
    if (tenantId === null || !("EventSource" in window)) {
      return;
    }
    return follow(table, (keys) => {
      for (const queryKey of keys) {
        void client.invalidateQueries({ queryKey });
      }
    });
  }, [client, table, tenantId]);
}

/** Opens the stream and keeps it open; gives what ends it. */
function follow(table: LiveTable, refresh: (keys: readonly QueryKey[]) => void): () => void {
  let stream: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let isFirstTry = true;
  const stale = new Map<string, QueryKey>();

  function gather(keys: readonly QueryKey[]) {
    for (const key of keys) {
      stale.set(JSON.stringify(key), key);
    }
    gathering ??= setTimeout(() => {
      gathering = undefined;
      refresh([...stale.values()]);
      stale.clear();
    }, GATHER_MILLISECONDS);
  }

  function open() {
    stream = new EventSource("/api/events/stream");
    for (const [type, keys] of Object.entries(table)) {
      stream.addEventListener(type, () => gather(keys));
    }
    stream.addEventListener("open", () => {
      // What happened while there was no stream, nobody told.
      if (!isFirstTry) {
        gather(Object.values(table).flat());
      }
      isFirstTry = false;
    });
    stream.addEventListener("error", () => {
      isFirstTry = false;
      if (stream.readyState === EventSource.CLOSED) {
        retry = setTimeout(open, RETRY_MILLISECONDS);
      }
    });
  }

  open();
  return () => {
    clearTimeout(retry);
    clearTimeout(gathering);
    stream.close();
  };
}
