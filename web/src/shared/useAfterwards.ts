import { startTransition, useEffect, useState } from "react";

/** False at first, then true: what waits for it is drawn in slices, and what is pressed comes first. */
export function useAfterwards(): boolean {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => startTransition(() => setIsDue(true)), []);
  return isDue;
}
