type Guard = (event: PopStateEvent) => void;

let guard: Guard | null = null;

/**
 * To be called before the router mounts: browsers call the window's listeners in the order in which they
 * came, and whoever is to hold back a step through the history has to be first.
 */
export function watchHistory(): void {
  window.addEventListener("popstate", (event) => guard?.(event));
}

/** Hears of steps through the history before the router does, until it is released. */
export function guardHistory(next: Guard): () => void {
  guard = next;
  return () => {
    if (guard === next) {
      guard = null;
    }
  };
}
