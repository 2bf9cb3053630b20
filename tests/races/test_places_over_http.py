"""The same race as people run it: 200 browsers' worth of sessions press "Book" on a real server at once."""

import html
import re
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
import requests
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page, Site

from bookings import locks
from bookings.querysets import HOLDS_A_PLACE
from courses.models import Event
from people.models import User
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    UserFactory,
)

from .crowd import at_once, booked, counter, reading_event, waiting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

PEOPLE = 200
PLACES = 20
WHO_WAIT = 40
Visitor = tuple[requests.Session, dict[str, str]]
HIDDEN = re.compile(
    r'<(?:input|button)[^>]*\bname="(?P<name>[^"]+)"[^>]*\bvalue="(?P<value>[^"]*)"'
)


@pytest.fixture
def site() -> Site:
    """Wagtail's default site; other tests that commit have emptied its tables."""
    root = Page.get_first_root_node()
    return Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": root}
    )[0]


@pytest.fixture
def event(site: Site) -> Event:
    return EventFactory(course=CourseFactory(board=BoardFactory(site=site)), capacity=PLACES)


def make_users(event: Event, number: int) -> list[User]:
    agency = AgencyFactory(boards=[event.board])
    return [
        EmploymentFactory(person__user=UserFactory(), agency=agency).person.user
        for _ in range(number)
    ]


def signed_in(user: User) -> requests.Session:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = requests.Session()
    session.cookies.set("sessionid", client.cookies["sessionid"].value)
    return session


def make_visitors(event: Event, address: str, number: int) -> list[Visitor]:
    """So many people who all have the page at `address` open: as the first of them got it, each with a key of their own."""
    sessions = [signed_in(user) for user in make_users(event, number)]
    page = sessions[0].get(address, timeout=30)
    assert page.status_code == 200, page.text[:500]
    form = form_of(page)
    for session in sessions[1:]:
        session.cookies.set("csrftoken", sessions[0].cookies["csrftoken"])
    return [(session, {**form, "request_key": str(uuid.uuid4())}) for session in sessions]


def form_of(page: requests.Response) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.text)}


def press(session: requests.Session, address: str, form: dict[str, str]) -> requests.Response:
    return session.post(address, data=form, timeout=60, allow_redirects=False)


def word(answer: requests.Response | Exception) -> str:
    if isinstance(answer, Exception):
        return repr(answer)
    if answer.status_code == 302 and answer.headers["Location"].startswith("/bookings/"):
        return "confirmation"
    if answer.status_code == 200 and "or_wait" in form_of(answer):
        return "offered the waiting list"
    return f"{answer.status_code}: {answer.text[:300]}"


def presses(visitors: list[Visitor], address: str) -> list[Callable[[], requests.Response]]:
    return [partial(press, session, address, form) for session, form in visitors]


def test_200_people_press_book_for_20_places(live_server: LiveServer, event):
    address = live_server.url + reverse("bookings:check", args=[event.pk])
    visitors = make_visitors(event, address, PEOPLE)

    first = at_once(presses(visitors, address), threads=40)

    assert Counter(map(word, first)) == {
        "confirmation": PLACES,
        "offered the waiting list": PEOPLE - PLACES,
    }
    assert booked(event) == counter(event) == PLACES

    turned_away = [
        (visitor[0], form_of(answer))
        for visitor, answer in zip(visitors, first, strict=True)
        if isinstance(answer, requests.Response) and answer.status_code == 200
    ]
    second = at_once(presses(turned_away[:WHO_WAIT], address), threads=40)

    assert Counter(map(word, second)) == {"confirmation": WHO_WAIT}
    assert (booked(event), waiting(event)) == (PLACES, WHO_WAIT)


def test_neither_lock_nor_triggers_oversells_over_http(
    live_server: LiveServer, event, without_triggers, monkeypatch
):
    monkeypatch.setattr(locks, "lock_event", partial(reading_event, lock=False))
    address = live_server.url + reverse("bookings:check", args=[event.pk])
    visitors = make_visitors(event, address, 60)

    at_once(presses(visitors, address), threads=40)

    assert booked(event) > PLACES


def test_impatient_person_presses_ten_times(live_server: LiveServer, event):
    address = live_server.url + reverse("bookings:check", args=[event.pk])
    [visitor] = make_visitors(event, address, 1)

    answers = at_once(presses([visitor] * 10, address), threads=10)

    assert Counter(map(word, answers)) == {"confirmation": 10}
    assert event.bookings.filter(HOLDS_A_PLACE).count() == counter(event) == 1
