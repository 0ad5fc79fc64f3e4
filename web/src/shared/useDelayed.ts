import { useEffect, useState } from "react";

/** True once `milliseconds` have passed: an answer that is quick shows no skeleton in between. */
export function useDelayed(milliseconds = 200): boolean {
  const [hasPassed, setHasPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHasPassed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return hasPassed;
}
