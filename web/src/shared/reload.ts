const RELOADED = "servicepro.reloaded-for-new-build";

/**
 * A page older than the build on the server misses its chunks: reload once, not for ever. Without a
 * connection they are missed as well: then the page stays, since a reload would show the browser's own.
 */
export function reloadOnStaleBuild(): void {
  window.addEventListener("vite:preloadError", async () => {
    const isFirst = sessionStorage.getItem(RELOADED) === null;
    if (isFirst && (await fetch("/api/health/live").catch(() => null))?.ok) {
      sessionStorage.setItem(RELOADED, "1");
      window.location.reload();
    }
  });
  window.addEventListener("load", () =>
    setTimeout(() => sessionStorage.removeItem(RELOADED), 10_000),
  );
}
