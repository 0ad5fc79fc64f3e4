"""A person with a keyboard and nothing else, who has to see where the focus is at every stop."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 90

# Of what has the focus, or of the label that stands for a control that is not drawn: is there
# a ring, and is some of it neither scrolled away nor under something else?
WHERE_THE_FOCUS_IS = """() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return null;
    const drawn = [focused, focused.closest("label"), focused.parentElement].filter(Boolean);
    // A date has stops of its own within, each with the browser's own mark.
    const hasRing = focused.type === "date" || drawn.some((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    });
    const isSeen = drawn.slice(0, focused.closest("label") ? 2 : 1).some((element) =>
        [...element.getClientRects()].some(({ left, top, width, height }) =>
            [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([across, down]) => {
                const x = left + width * across, y = top + height * down;
                const there = document.elementFromPoint(x, y);
                return there !== null && (element.contains(there) || there.contains(focused));
            })));
    const name = focused.getAttribute("aria-label") ?? focused.textContent?.trim() ?? "";
    const what = `${focused.tagName} ${focused.type ?? ""} ${name.slice(0, 40)}`;
    return { what, hasRing, isSeen };
}"""
HAS_FOCUS = "element => element === document.activeElement"


class Keyboard:
    """Every press is checked: whoever does not see the focus is lost."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, wanted: Locator) -> None:
        expect(wanted.first).to_be_attached()
        ends = 0
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            # Behind the last stop comes the browser's own bar, and then the first stop again.
            ends += not self._sees_the_focus()
            assert ends < 3, f"{self.page.url}: Tab never comes to {wanted}"
            if wanted.first.evaluate(HAS_FOCUS):
                return
        raise AssertionError(f"{self.page.url}: {wanted} is more than {MOST_STOPS} stops away")

    def press(self, name: str, *, key: str = "Enter") -> None:
        self.tab_to(self.page.get_by_role("button", name=name))
        self.page.keyboard.press(key)

    def write(self, label: str, text: str) -> None:
        """In the place of what stands there."""
        self.tab_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def sees(self, text: str) -> None:
        """What came of it, with the focus where the next press of a key makes sense."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        self.page.wait_for_function("() => document.activeElement !== document.body")
        assert self._sees_the_focus(needs_ring=False), self.page.url

    def _sees_the_focus(self, *, needs_ring: bool = True) -> bool:
        where = self.page.evaluate(WHERE_THE_FOCUS_IS)
        if where is None:
            return False
        assert where["isSeen"], f"{self.page.url}: out of sight is {where['what']}"
        assert where["hasRing"] or not needs_ring, f"{self.page.url}: no ring on {where['what']}"
        return True
