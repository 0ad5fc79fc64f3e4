import { useEffect, useRef, useState } from "react";

/**
 * For the button that asks again and goes away with its press: the focus waits where its answer comes.
 * `hasRetried`: from then on there has to be a `place` around it.
 */
export function useRetry(refetch: () => unknown) {
  const [hasRetried, setHasRetried] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (hasRetried) {
      place.current?.focus();
    }
  }, [hasRetried]);
  const retry = () => {
    setHasRetried(true);
    place.current?.focus();
    void refetch();
  };
  return { place, hasRetried, retry };
}
