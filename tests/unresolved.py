"""Finds variables that our own templates use without anybody having set them."""

import sys
from pathlib import Path
from types import FrameType

from django.conf import settings

THIRD_PARTY = (".venv", "site-packages")
# Overrides of allauth's elements: by its contract every attribute of an element is optional.
OPTIONAL_ATTRIBUTES = settings.BASE_DIR / "templates" / "allauth"


class Unresolved(str):
    """What an unresolved variable becomes (`string_if_invalid`): empty, and noted in `found` if ours.

    Django asks its truth first: true makes it format the variable's name into it, false lets filters
    such as `default` have it. So third-party templates see exactly what they see in production.
    """

    found: list[str]

    def __new__(cls) -> "Unresolved":
        self = super().__new__(cls)
        self.found = []
        return self

    def __bool__(self) -> bool:
        caller = sys._getframe(1)
        asks_how_to_print = "string_if_invalid" in caller.f_locals
        return asks_how_to_print and _is_ours(_origin(caller))

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        self.found.append(f"{{{{ {variable} }}}} in {_origin(sys._getframe(1))}")
        return ""


def _origin(frame: FrameType | None) -> str:
    """The template whose node is being rendered: the block's own, not the page's that extends it."""
    while frame is not None:
        if frame.f_code.co_name == "render_annotated":
            return str(frame.f_locals["self"].origin)
        frame = frame.f_back
    return ""


def _is_ours(origin: str) -> bool:
    path = Path(origin)
    return (
        path.is_relative_to(settings.BASE_DIR)
        and not path.is_relative_to(OPTIONAL_ATTRIBUTES)
        and not any(part in THIRD_PARTY for part in path.parts)
    )
