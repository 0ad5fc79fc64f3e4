import { useEffect } from "react";
import { useLocation } from "react-router";
import { focusField, idOf } from "./scope";

const PREFIX = idOf("");

/** Takes whoever follows a link to a field, such as `#field-description`, into that field. */
export function useHashFocus(): void {
  const { hash, key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link again is followed again
  useEffect(() => {
    const target = decodeURIComponent(hash.slice(1));
    if (target.startsWith(PREFIX)) {
      focusField(target.slice(PREFIX.length));
    }
  }, [hash, key]);
}
