"""The same race as people run it: 200 browsers' worth of sessions press "Book" on a real server at once."""

import html
import re
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


@pytest.fixture
def users(event: Event) -> list[User]:
    agency = AgencyFactory(boards=[event.board])
    return [
        EmploymentFactory(person__user=UserFactory(), agency=agency).person.user
        for _ in range(PEOPLE)
    ]


def signed_in(user: User, address: str) -> tuple[requests.Session, dict[str, str]]:
    """A session of `user` that has opened the page at `address`, and the form found there."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = requests.Session()
    session.cookies.set("sessionid", client.cookies["sessionid"].value)
    page = session.get(address, timeout=30)
    assert page.status_code == 200, page.text[:500]
    return session, form_of(page)


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


def presses(
    visitors: list[tuple[requests.Session, dict[str, str]]], address: str
) -> list[Callable[[], requests.Response]]:
    return [partial(press, session, address, form) for session, form in visitors]


def test_200_people_press_book_for_20_places(live_server: LiveServer, event, users):
    address = live_server.url + reverse("bookings:check", args=[event.pk])
    visitors = [signed_in(user, address) for user in users]

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
    second = at_once(presses(turned_away, address), threads=40)

    assert Counter(map(word, second)) == {"confirmation": PEOPLE - PLACES}
    assert (booked(event), waiting(event)) == (PLACES, PEOPLE - PLACES)


def test_neither_lock_nor_triggers_oversells_over_http(
    live_server: LiveServer, event, users, without_triggers, monkeypatch
):
    monkeypatch.setattr(locks, "lock_event", partial(reading_event, lock=False))
    address = live_server.url + reverse("bookings:check", args=[event.pk])
    visitors = [signed_in(user, address) for user in users[:60]]

    at_once(presses(visitors, address), threads=40)

    assert booked(event) > PLACES


def test_impatient_person_presses_ten_times(live_server: LiveServer, event, users):
    address = live_server.url + reverse("bookings:check", args=[event.pk])
    visitor = signed_in(users[0], address)

    answers = at_once(presses([visitor] * 10, address), threads=10)

    assert Counter(map(word, answers)) == {"confirmation": 10}
    assert event.bookings.filter(HOLDS_A_PLACE).count() == counter(event) == 1
