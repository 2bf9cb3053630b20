"""What every page is held to in the browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}


def hold_to_account(page: Page) -> None:
    """No axe violation of any impact and no sideways scrolling, on a phone and on a desk."""
    was = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        found = Axe().run(page).response["violations"]
        assert not found, [(v["id"], v["nodes"][0]["html"]) for v in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.set_viewport_size(was)
