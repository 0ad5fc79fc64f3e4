import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useDrawn } from "@/shared/useDrawn";
import { useRetry } from "@/shared/useRetry";
import { ErrorNotice } from "./ErrorNotice";
import { Waiting } from "./Skeleton";

type Props<T> = {
  query: UseQueryResult<T>;
  /** In the final shape of the content, so that nothing jumps. */
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
};

/** Loading, failed, or there. Old data stay while new are fetched. */
export function Loaded<T>({ query, skeleton, children }: Props<T>) {
  const { place, hasRetried, retry } = useRetry(query.refetch);
  const { data, error } = query;
  const isDrawn = useDrawn(data !== undefined);
  const state =
    data !== undefined && isDrawn ? (
      children(data)
    ) : error !== null ? (
      <ErrorNotice error={error} title="This couldn’t be loaded" onRetry={retry} />
    ) : (
      <Waiting>{skeleton}</Waiting>
    );
  return hasRetried ? (
    <div ref={place} tabIndex={-1} className="stack">
      {state}
    </div>
  ) : (
    state
  );
}
