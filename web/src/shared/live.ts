import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useUser } from "./session";

/** Which cached answers an event of the stream makes stale, by the event's type. */
export type LiveTable = Readonly<Record<string, readonly QueryKey[]>>;

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
    const stream = new EventSource("/api/events/stream");
    for (const [type, keys] of Object.entries(table)) {
      stream.addEventListener(type, () => {
        for (const queryKey of keys) {
          void client.invalidateQueries({ queryKey });
        }
      });
    }
    return () => stream.close();
  }, [client, table, tenantId]);
}
