"""What every page is held to in the browser."""

from collections.abc import Iterator, Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
SIZES = (PHONE, DESK)

OF_THE_LAYOUT = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
"""The rules of axe that ask where things are and how they look; all others ask what there is to see."""

SEEN = '[...document.querySelectorAll("body *")].filter(each => each.checkVisibility())'
REMEMBER_WHAT_IS_SEEN = f"() => {{ window.seenBefore = new Set({SEEN}) }}"
IS_MORE_SEEN = f"() => {SEEN}.some(each => !window.seenBefore.has(each))"
RUN_AXE = "([where, how]) => axe.run(where || document, how).then(found => found.violations)"


def axe(
    page: Page, *, parts: Sequence[str] | None = None, rules: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """What axe finds wrong with the page, or with those of the `parts` that are there; its script is put in once."""
    there = None
    if parts is not None:
        there = {"include": [[part] for part in parts if page.locator(part).count()]}
        if not there["include"]:
            return []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    only = {"runOnly": list(rules)} if rules else {}
    found: list[dict[str, Any]] = page.evaluate(
        RUN_AXE, [there, {"resultTypes": ["violations"], **only}]
    )
    return found


def wrong(page: Page, *, parts: Sequence[str] | None = None) -> Iterator[str]:
    """What is wrong with the page on a phone and on a desk: axe's violations, and scrolling sideways.

    On a desk axe has all its rules again only if the wide page shows something that the narrow one hides;
    else those of the layout. A page that a click has just asked for is waited for: until it is there it has no width.
    """
    page.wait_for_load_state()
    for size in SIZES:
        page.set_viewport_size(size)
        at = f"{page.url} at {size['width']}"
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            yield f"{at}: too wide"
        is_new = size is PHONE or page.evaluate(IS_MORE_SEEN)
        for each in axe(page, parts=parts, rules=() if is_new else OF_THE_LAYOUT):
            yield f"{at}: {each['id']}: {each['nodes'][0]['html'][:90]}"
        page.evaluate(REMEMBER_WHAT_IS_SEEN)


def hold_to_account(page: Page) -> None:
    """No axe violation of any impact and no sideways scrolling, on a phone and on a desk."""
    was = page.viewport_size
    assert list(wrong(page)) == []
    page.set_viewport_size(was)
