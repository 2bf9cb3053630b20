import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from courses.choices import EventState
from people.models import Board
from tests.factories import CourseFactory, EventFactory

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/calendar/events.ics{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(response.content).walk("VEVENT")]


def test_feed_takes_the_calendars_filters(board: Board, client: Client) -> None:
    EventFactory(course=CourseFactory(board=board, title="Neglect", delivery="webinar"))
    EventFactory(course=CourseFactory(board=board, title="Trafficking"))

    assert titles(client, "?delivery=webinar&from=nonsense") == ["Neglect"]


def test_feed_keeps_to_the_board_and_to_what_is_public(
    board: Board, other_board: Board, client: Client
) -> None:
    EventFactory(course__board=other_board)
    EventFactory(course__board=board, state=EventState.DRAFT)
    EventFactory(course__board=board, starts_at=timezone.now() - dt.timedelta(days=2))

    assert titles(client) == []


def test_feed_tells_diaries_of_a_cancelled_event(board: Board, client: Client) -> None:
    EventFactory(course__board=board, state=EventState.CANCELLED)

    [entry] = Calendar.from_ical(client.get("/calendar/events.ics").content).walk("VEVENT")

    assert entry["STATUS"] == "CANCELLED"


def test_feed_links_back_to_the_course(board: Board, client: Client) -> None:
    event = EventFactory(course=CourseFactory(board=board, slug="neglect"))

    [entry] = Calendar.from_ical(client.get("/calendar/events.ics").content).walk("VEVENT")

    assert entry["URL"] == f"http://testserver/courses/neglect/#event-{event.pk}"


def test_calendar_page_offers_the_filtered_feed(board: Board, client: Client) -> None:
    page = client.get("/calendar/?delivery=webinar&q=").content.decode()

    assert 'href="http://testserver/calendar/events.ics?delivery=webinar"' in page
    assert 'href="webcal://testserver/calendar/events.ics?delivery=webinar"' in page
