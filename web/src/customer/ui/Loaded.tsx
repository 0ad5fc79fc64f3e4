import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
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
  if (query.data !== undefined) {
    return children(query.data);
  }
  if (query.error !== null) {
    const retry = () => void query.refetch();
    return <ErrorNotice error={query.error} title="This couldn’t be loaded" onRetry={retry} />;
  }
  return <Waiting>{skeleton}</Waiting>;
}
