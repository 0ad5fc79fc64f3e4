/** The link that a click follows in this very tab. */
export function plainLink(event: MouseEvent): HTMLAnchorElement | null {
  const isPlain =
    event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const isFollowed = isPlain && link instanceof HTMLAnchorElement && link.target !== "_blank";
  return isFollowed ? link : null;
}
