"""What every page is held to in the browser."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}


WIDTHS = (PHONE["width"], DESK["width"])


def axe(page: Page, **how: Any) -> list[dict[str, Any]]:
    """What axe finds wrong with the page; its script is put into a page once."""
    is_there = page.evaluate("'axe' in window")
    return Axe(";" if is_there else AXE_SCRIPT).run(page, **how).response["violations"]


def hold_to_account(page: Page) -> None:
    """No axe violation of any impact and no sideways scrolling, on a phone and on a desk."""
    was = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        found = axe(page)
        assert not found, (page.url, size, [(v["id"], v["nodes"][0]["html"]) for v in found])
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], (page.url, size)
    page.set_viewport_size(was)
