"""The training calendar, as an anonymous visitor gets it, with 60 and with 1,000 events to come."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from cms import links
from courses.choices import EventState
from courses.models import Event, Session

from . import world
from .measure import queries, repeated

SIZES = (60, 1_000)
REQUESTS = 60


def run(scale: float) -> dict[str, object]:
    world.board()
    return {f"{size}_events": _at(max(int(size * scale), 10), scale) for size in SIZES}


def _at(size: int, scale: float) -> dict[str, object]:
    Session.objects.all().delete()
    Event.objects.all().delete()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    world.add_events(size, first_day=tomorrow, days=365, state=EventState.PUBLISHED)
    client = Client()
    result: dict[str, object] = {"events": size}
    for view in ("list", "month"):
        address = links.page_path(links.CALENDAR_SLUG) + ("?view=month" if view == "month" else "")

        def visit(address: str = address) -> None:
            answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answered {answer.status_code}")

        figures = repeated(visit, max(int(REQUESTS * scale), 10))
        result[view] = {**figures, "sql_queries": queries(visit)}
    return result
