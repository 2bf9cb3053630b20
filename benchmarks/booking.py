"""The booking path: opening the check page and pressing "Book", alone and eight at once."""

import datetime as dt
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.querysets import HOLDS_A_PLACE
from courses.choices import EventState
from people.models import User

from . import world

BOOKINGS = 80
HIDDEN = re.compile(r'<input type="hidden" name="(request_key|seen_version)" value="([^"]+)"')
BACKEND = "django.contrib.auth.backends.ModelBackend"


def bookings_per_second() -> dict[str, Any]:
    """Bookings a second at concurrency 1 and 8, each a GET and a POST, spread over 8 events."""
    board = world.new_board(hostname="booking.localhost")
    agency = world.new_agencies(board, 1)[0]
    courses = world.new_courses(board, 8)
    figures = {}
    for together in (1, 8):
        first = timezone.now() + dt.timedelta(days=20 * together)
        events = world.new_events(board, courses, 8, first=first, state=EventState.PUBLISHED)
        users = world.new_users(agency, BOOKINGS)
        clients = [_signed_in(user) for user in users]
        turns = [(clients[i], events[i % len(events)].pk) for i in range(BOOKINGS)]
        started = time.perf_counter()
        with ThreadPoolExecutor(together) as pool:
            list(pool.map(_book, turns))
        took = time.perf_counter() - started
        booked = sum(event.bookings.filter(HOLDS_A_PLACE).count() for event in events)
        assert booked == BOOKINGS, booked  # noqa: S101  a refused booking is no booking
        figures[f"concurrency_{together}"] = {"bookings_per_second": round(BOOKINGS / took, 1)}
    return figures


def _signed_in(user: User) -> Client:
    client = Client(HTTP_HOST="booking.localhost")
    client.force_login(user, backend=BACKEND)
    return client


def _book(turn: tuple[Client, int]) -> None:
    client, event_id = turn
    try:
        address = reverse("bookings:check", args=[event_id])
        form = dict(HIDDEN.findall(client.get(address).content.decode()))
        answer = client.post(address, form)
        assert answer.status_code == 302, answer.content[:500]  # noqa: S101  refused is not booked
    finally:
        connections.close_all()
