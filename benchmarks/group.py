"""An agency lead books 30 people nobody knew: the whole request, beside the same request for one person."""

import datetime as dt
import itertools
import statistics
import uuid
from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.models import PolicyVersion
from courses.choices import EventState
from courses.models import Event
from people.actions import grant_role
from people.choices import Role
from people.models import Agency, User

from . import world
from .measure import milliseconds, queries

LARGEST = 30
ROUNDS = 10
POLICY = {"schema": 1, "name": "Benchmark", "prices": {"otherwise": {"pence": 7500}}}


def run(scale: float) -> dict[str, object]:
    forms = _Forms(world.agencies(1)[0])
    forms.ready(1)()
    rounds = max(int(ROUNDS * scale), 3)
    of_one = statistics.median(milliseconds(forms.ready(1)) for _ in range(rounds))
    of_all = statistics.median(milliseconds(forms.ready(LARGEST)) for _ in range(rounds))
    return {
        "people": LARGEST,
        "group_ms": round(of_all, 1),
        "one_ms": round(of_one, 1),
        "ratio": round(of_all / of_one, 1),
        "sql_queries": queries(forms.ready(LARGEST)),
        "sql_queries_of_three": queries(forms.ready(3)),
    }


class _Forms:
    """Forms of a lead, each with people of new names and for an event of its own."""

    def __init__(self, agency: Agency) -> None:
        self.agency, self.numbers, self.client = agency, itertools.count(), Client()
        PolicyVersion.objects.create(
            board=world.board(),
            number=1,
            starts_on=dt.date(2020, 1, 1),
            document=POLICY,
            made_at=timezone.now(),
        )
        lead = User.objects.create(email="lead@agency.example", full_name="Ash Example")
        grant_role(lead, Role.AGENCY_LEAD, agency=agency)
        self.client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")

    def ready(self, people: int) -> Callable[[], None]:
        first_day = timezone.localdate() + dt.timedelta(days=30)
        event = world.add_events(1, first_day=first_day, days=1, state=EventState.PUBLISHED)[0]
        Event.objects.filter(pk=event.pk).update(capacity=100)
        form = {"book": "1", "request_key": str(uuid.uuid4()), "seen_version": event.version}
        form |= {"rows": people, "manager_email": "boss@agency.example"}
        for row, number in zip(range(people), self.numbers, strict=False):
            form[f"row-{row}-full_name"] = f"Typed {number}"
            form[f"row-{row}-email"] = f"typed{number}@agency.example"
        url = reverse("bookings:agency_book", args=[self.agency.pk, event.pk])
        return lambda: self._send(url, form)

    def _send(self, url: str, form: dict[str, object]) -> None:
        answer = self.client.post(url, form)
        if answer.status_code != 302:  # what was refused is shown again
            raise RuntimeError(f"{url} answered {answer.status_code}")
