import { VisuallyHidden } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useDelayed } from "@/shared/useDelayed";
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
export function Loaded<T>({ query, skeleton, empty, children }: Props<T>) {
  if (query.data !== undefined) {
    return empty?.when(query.data) ? empty.show : children(query.data);
  }
  if (query.error !== null) {
    return (
      <ErrorNotice
        error={query.error}
        title="This couldn’t be loaded"
        onRetry={() => void query.refetch()}
      />
    );
  }
  return <Waiting>{skeleton}</Waiting>;
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
