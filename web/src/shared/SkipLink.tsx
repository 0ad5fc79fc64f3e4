import type { MouseEvent } from "react";

/** For keyboards: past the navigation. The jump itself would be another visit to the router. */
export function SkipLink() {
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    document.getElementById("content")?.focus();
  };
  return (
    // biome-ignore lint/a11y/useValidAnchor: it leads into the page, only not by way of the history
    <a className="skip-link" href="#content" onClick={skip}>
      Skip to the page
    </a>
  );
}
