const RELOADED = "servicepro.reloaded-for-new-build";

/** A page older than the build on the server misses its chunks: reload once, not for ever. */
export function reloadOnStaleBuild(): void {
  window.addEventListener("vite:preloadError", (event) => {
    if (sessionStorage.getItem(RELOADED) === null) {
      sessionStorage.setItem(RELOADED, "1");
      event.preventDefault();
      window.location.reload();
    }
  });
  window.addEventListener("load", () =>
    setTimeout(() => sessionStorage.removeItem(RELOADED), 10_000),
  );
}
