import { type ComponentType, lazy } from "react";
import type { Load } from "./loadPage";

/** A page's code did not arrive: the connection is gone, or the server. */
export class LoadError extends Error {}

/** As `lazy`, which remembers a failure for ever; here the next one who asks fetches it anew. */
export function retryable(load: Load): () => ComponentType {
  const make = (): ComponentType =>
    lazy(() =>
      load().catch((cause: unknown) => {
        component = make();
        throw new LoadError("A page could not be fetched", { cause });
      }),
    );
  let component = make();
  return () => component;
}
