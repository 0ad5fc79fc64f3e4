import { useDeferredValue } from "react";

/**
 * Whether to draw what is there by now. An answer by itself is drawn in one go; what arrives after the
 * first look is drawn in slices instead, so that nothing that is pressed meanwhile has to wait for it.
 */
export function useDrawn(isThere: boolean): boolean {
  return useDeferredValue(isThere) && isThere;
}
