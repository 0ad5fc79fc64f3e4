import { type ComponentType, lazy } from "react";
import type { Load } from "./loadPage";

/** A page's code did not arrive: the connection is gone, or the server. */
export class LoadError extends Error {
  /** Lets the next one who asks fetch it anew. */
  readonly forget: () => void;

  constructor(cause: unknown, forget: () => void) {
    super("A page could not be fetched", { cause });
    this.forget = forget;
  }
}

/** As `lazy`, which remembers a failure for ever; this one until it is told to forget it. */
export function retryable(load: Load): () => ComponentType {
  const make = (): ComponentType =>
    lazy(() =>
      load().catch((cause: unknown) => {
        throw new LoadError(cause, () => {
          component = make();
        });
      }),
    );
  let component = make();
  return () => component;
}
