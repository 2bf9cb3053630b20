"""What the floors above add to our pages: they register here."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from courses.models import Event

register_panels: list[Callable[[Event], SafeString]] = []
"""Parts beneath the register of an event; each may be empty."""
