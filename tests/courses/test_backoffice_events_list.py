"""The list of events: what is to come, what is past, what is looked for."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    BookingFactory,
    EventFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def test_a_very_long_search_finds_nothing(client, officer):
    for name in ("office_events:index", "office_bookings:index", "office_people:index"):
        assert client.get(reverse(name), {"q": "a" * 100_000}).status_code == 200


def test_a_very_long_search_for_somebody_to_book_finds_nobody(client, officer, course):
    address = reverse("office_bookings:find", args=[EventFactory(course=course).pk])

    assert client.get(address, {"q": "a" * 100_000}).status_code == 200


def test_the_list_holds_what_is_to_come_and_past_ones_apart(client, officer, course):
    now = timezone.localtime()
    past = EventFactory(course=course, starts_at=now - dt.timedelta(days=9))
    coming = EventFactory(course=course)
    url = reverse("office_events:index")

    default = client.get(url).content.decode()
    older = client.get(url, {"when": "past"}).content.decode()

    assert f"inspect/{coming.pk}/" in default
    assert f"inspect/{past.pk}/" not in default
    assert f"inspect/{past.pk}/" in older
    assert f"inspect/{coming.pk}/" not in older


def test_the_list_is_filtered_and_searched(client, officer, board):
    neglect = EventFactory(course__board=board, course__title="Neglect")
    drugs = EventFactory(course__board=board, course__title="Drugs")
    venue = VenueFactory(board=board)
    neglect.sessions.update(venue=venue)
    url = reverse("office_events:index")

    for query in ({"q": "negl"}, {"course": neglect.course_id}, {"venue": venue.pk}):
        text = client.get(url, query).content.decode()
        assert f"inspect/{neglect.pk}/" in text
        assert f"inspect/{drugs.pk}/" not in text


def test_an_event_with_two_sessions_is_found_once(client, officer, course):
    event = EventFactory(course=course)
    event.sessions.create(
        starts_at=event.starts_at + dt.timedelta(days=1),
        ends_at=event.ends_at + dt.timedelta(days=1),
    )

    answer = client.get(reverse("office_events:index"), {"q": course.title})

    assert answer.context["items_count"] == 1


def test_the_list_shows_booked_and_waiting(client, officer, course):
    event = EventFactory(course=course, capacity=8)
    BookingFactory(event=event)
    BookingFactory(event=event, state="waiting")

    text = client.get(reverse("office_events:index")).content.decode()

    assert "1 of 8" in text
