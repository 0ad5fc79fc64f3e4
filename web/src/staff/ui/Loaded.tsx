import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useDelayed } from "@/shared/useDelayed";
import { useDrawn } from "@/shared/useDrawn";
import { useRetry } from "@/shared/useRetry";
import { Stack, VisuallyHidden } from "@/staff/ui/layout";
import { ErrorNotice } from "./ErrorNotice";

type Props<T> = {
  query: UseQueryResult<T>;
  /** In the final shape of the content, so that nothing jumps. */
  skeleton: ReactNode;
  /** What stands instead of content that is there but empty. */
  empty?: { when: (data: T) => boolean; show: ReactNode };
  children: (data: T) => ReactNode;
};

/** The four states of everything fetched: loading, failed, empty, there. Old data stay while new are fetched. */
export function Loaded<T>(props: Props<T>) {
  const { place, hasRetried, retry } = useRetry(props.query.refetch);
  const state = <State {...props} onRetry={retry} />;
  return hasRetried ? (
    <Stack ref={place} tabIndex={-1}>
      {state}
    </Stack>
  ) : (
    state
  );
}

function State<T>({
  query,
  skeleton,
  empty,
  children,
  onRetry,
}: Props<T> & { onRetry: () => void }) {
  const isDrawn = useDrawn(query.data !== undefined);
  if (query.data !== undefined && isDrawn) {
    return empty?.when(query.data) ? empty.show : children(query.data);
  }
  return query.error !== null ? (
    <ErrorNotice error={query.error} title="This couldn’t be loaded" onRetry={onRetry} />
  ) : (
    <Waiting>{skeleton}</Waiting>
  );
}

/** Takes its place from the start, so that nothing below jumps; shown only if the answer takes its time. */
function Waiting({ children }: { children: ReactNode }) {
  return useDelayed() ? (
    <div role="status">
      <VisuallyHidden>Loading…</VisuallyHidden>
      {children}
    </div>
  ) : (
    <div style={{ visibility: "hidden" }}>{children}</div>
  );
}
