"""Pressing "Book": the whole request, from signed-in people to one row each, by 1 and by 8 at a time."""

import datetime as dt
import itertools
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking
from courses.choices import EventState
from courses.models import Event

from . import world

BOOKINGS = 160


def run(scale: float) -> dict[str, object]:
    world.board()
    wanted = max(int(BOOKINGS * scale), 16)
    return {f"concurrency_{threads}": _at(threads, wanted) for threads in (1, 8)}


def _at(threads: int, wanted: int) -> dict[str, object]:
    next_month = timezone.localdate() + dt.timedelta(days=30)
    events = world.add_events(
        wanted // 16, first_day=next_month, days=30, state=EventState.PUBLISHED
    )
    people = world.people(wanted, with_sign_in=True)
    visits = []
    users = [person.user for person in people if person.user]
    for user, event in zip(users, itertools.cycle(events), strict=False):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        visits.append((client, event))
    before = Booking.objects.count()
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        answers = Counter(pool.map(_press, visits))
        took = time.perf_counter() - began
    return {
        "bookings_per_second": round(wanted / took, 1),
        "bookings": Booking.objects.count() - before,
        "answers": {str(status): count for status, count in answers.items()},
    }


def _press(visit: tuple[Client, Event]) -> int:
    client, event = visit
    form = {"request_key": str(uuid.uuid4()), "seen_version": str(event.version)}
    try:
        return client.post(reverse("bookings:check", args=[event.pk]), form).status_code
    finally:
        connection.close_if_unusable_or_obsolete()  # as the end of a request does
