import datetime as dt
import html
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.choices import EventState
from courses.models import Area, Audience, Course, Event, Level, Session, Topic
from people.actions import person_for_user
from people.models import Board
from tests.factories import (
    BookingFactory,
    CourseFactory,
    EventFactory,
    SessionFactory,
    UserFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db
Get = Callable[..., str]


def at(days: int, *, hour: int = 9) -> dt.datetime:
    day = timezone.localtime() + dt.timedelta(days=days)
    return day.replace(hour=hour, minute=30, second=0, microsecond=0)


def heading(page: str) -> str:
    return html.unescape(page.partition('<h1 class="govuk-heading-l">')[2].partition("</h1>")[0])


def test_list_shows_event_with_places_and_booking_link(board: Board, page_of: Get) -> None:
    course = CourseFactory(board=board, title="Neglect", slug="neglect")
    event = EventFactory(course=course, capacity=12)

    page = page_of("/calendar/")

    assert heading(page) == "1 event to come"
    assert "12 places left" in page
    assert f'href="/book/{event.pk}/"' in page
    assert f'href="/courses/neglect/#event-{event.pk}"' in page


def test_list_groups_events_by_month(board: Board, page_of: Get) -> None:
    first, second = at(40), at(80)
    EventFactory(course__board=board, starts_at=first)
    EventFactory(course__board=board, starts_at=second)

    page = page_of("/calendar/")

    assert f'<h2 class="c-month-heading">{first:%B %Y}</h2>' in page
    assert f'<h2 class="c-month-heading">{second:%B %Y}</h2>' in page


def test_list_leaves_out_drafts_and_the_past(board: Board, page_of: Get) -> None:
    EventFactory(course__board=board, state=EventState.DRAFT)
    EventFactory(course__board=board, starts_at=at(-3))
    EventFactory(course__board=board, starts_at=at(-3), state=EventState.COMPLETED)

    page = page_of("/calendar/")

    assert heading(page) == "0 events to come"
    assert "No dates have been published yet" in page


def test_list_shows_the_past_when_asked(board: Board, page_of: Get) -> None:
    EventFactory(course__board=board, starts_at=at(-3), state=EventState.COMPLETED)

    page = page_of("/calendar/", **{"from": f"{at(-5):%Y-%m-%d}"})

    assert "Has taken place" in page


def test_list_marks_cancelled_ahead_and_hides_cancelled_past(board: Board, page_of: Get) -> None:
    EventFactory(course__board=board, state=EventState.CANCELLED)
    EventFactory(course__board=board, state=EventState.CANCELLED, starts_at=at(-3))

    page = page_of("/calendar/", **{"from": f"{at(-5):%Y-%m-%d}"})

    assert page.count("c-event--cancelled") == 1
    assert "/book/" not in page


def test_list_says_tentative_cannot_be_booked(board: Board, page_of: Get) -> None:
    EventFactory(course__board=board, state=EventState.TENTATIVE)

    page = page_of("/calendar/")

    assert "Planned, not bookable yet" in page
    assert "/book/" not in page


def test_full_event_offers_the_waiting_list(board: Board, page_of: Get) -> None:
    event = EventFactory(course__board=board, capacity=1)
    BookingFactory(event=event)

    page = page_of("/calendar/")

    assert "Join the waiting list" in page


def test_signed_in_person_sees_own_booking(board: Board, client: Client) -> None:
    event, user = EventFactory(course__board=board), UserFactory()
    BookingFactory(event=event, person=person_for_user(user))
    client.force_login(user)

    page = client.get("/calendar/").content.decode()

    assert "You are booked" in page
    assert "/book/" not in page


def test_other_boards_events_are_not_listed(board: Board, other_board: Board, page_of: Get) -> None:
    EventFactory(course__board=other_board)
    opened = EventFactory(course__board=other_board, course__slug="opened")
    opened.open_to.add(board)

    page = page_of("/calendar/")

    assert heading(page) == "1 event to come"
    assert f"/courses/halton/opened/#event-{opened.pk}" in page


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("topic", "Domestic abuse"),
        ("level", "Level 2"),
        ("audience", "Schools"),
        ("area", "Chester"),
        ("delivery", "Webinar"),
        ("free", "Free places only"),
        ("q", "“neglect”"),
    ],
)
def test_filter_narrows_counts_and_gets_a_chip(
    board: Board, page_of: Get, name: str, label: str
) -> None:
    topic = Topic.objects.create(board=board, name="Domestic abuse")
    level = Level.objects.create(board=board, name="Level 2")
    audience = Audience.objects.create(board=board, name="Schools")
    area = Area.objects.create(board=board, name="Chester")
    course = CourseFactory(board=board, title="On neglect", level=level, delivery="webinar")
    course.topics.add(topic)
    course.audiences.add(audience)
    SessionFactory(
        event=EventFactory(course=course, sessions=0), venue=VenueFactory(board=board, area=area)
    )
    full = EventFactory(course__board=board, capacity=1)
    BookingFactory(event=full)
    values = {
        "topic": topic.pk,
        "level": level.pk,
        "audience": audience.pk,
        "area": area.pk,
        "delivery": "webinar",
        "free": "on",
        "q": "neglect",
    }

    page = page_of("/calendar/", **{name: str(values[name])})

    assert heading(page).startswith("1 event")
    chips = html.unescape(page.partition('<ul class="c-chips"')[2].partition("</ul>")[0])
    assert label in chips
    assert 'href="/calendar/"' in chips
    assert "Clear all filters" in chips


def test_heading_and_title_carry_count_and_filters(board: Board, page_of: Get) -> None:
    topic = Topic.objects.create(board=board, name="Domestic abuse")
    course = CourseFactory(board=board)
    course.topics.add(topic)
    EventFactory(course=course)

    page = page_of("/calendar/", topic=str(topic.pk), q="course")

    assert heading(page) == "1 event in Domestic abuse, matching “course”"
    assert "<title>1 event in Domestic abuse, matching “course”" in page


def test_chip_leaves_the_other_filters(board: Board, page_of: Get) -> None:
    page = page_of("/calendar/", q="neglect", delivery="webinar")

    assert 'href="/calendar/?delivery=webinar"' in page
    assert 'href="/calendar/?q=neglect"' in page


def test_dates_include_both_ends(board: Board, page_of: Get) -> None:
    for days in (9, 10, 11, 12, 13):
        EventFactory(course__board=board, starts_at=at(days))

    page = page_of("/calendar/", **{"from": f"{at(10):%d/%m/%Y}", "to": f"{at(12):%Y-%m-%d}"})

    assert heading(page).startswith("3 events from ")


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"from": "31/31/2026"}, "From must be a real date"),
        ({"from": "0001-01-01"}, "From: use a year between 1989 and 2100"),
        ({"from": "2026-05-02", "to": "2026-05-01"}, "must be the same day"),
        ({"topic": "999999999999999999999"}, "Choose a topic from the list"),
        ({"delivery": "<script>"}, "Choose a way of learning from the list"),
    ],
)
def test_bad_filter_is_said_and_the_rest_applies(
    board: Board, page_of: Get, bad: dict[str, str], message: str
) -> None:
    EventFactory(course=CourseFactory(board=board, title="Neglect"), starts_at=at(5000))
    EventFactory(course=CourseFactory(board=board, title="Trafficking"), starts_at=at(5000))

    page = page_of("/calendar/", q="neglect", **bad)

    assert message in page
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert heading(page).startswith("1 event ")


def test_another_boards_topic_is_no_choice(board: Board, other_board: Board, page_of: Get) -> None:
    topic = Topic.objects.create(board=other_board, name="Secret topic")

    page = page_of("/calendar/", topic=str(topic.pk))

    assert "Choose a topic from the list" in page
    assert "Secret topic" not in page


def test_what_was_typed_is_kept_and_escaped(board: Board, page_of: Get) -> None:
    page = page_of("/calendar/", **{"from": '"><script>'})

    assert 'value="&quot;&gt;&lt;script&gt;"' in page


@pytest.mark.parametrize("q", ["x" * 1_000_000, "%", "' OR 1=1 --"])
def test_odd_search_words_do_no_harm(board: Board, page_of: Get, q: str) -> None:
    EventFactory(course__board=board)

    assert heading(page_of("/calendar/", q=q))


def test_empty_result_offers_a_next_step(board: Board, page_of: Get) -> None:
    page = page_of("/calendar/", q="nothing like this")

    assert "Nothing matches these filters" in page
    assert "Show all events" in page


def test_pages_come_only_when_needed(board: Board, page_of: Get) -> None:
    course = CourseFactory(board=board)
    for days in range(1, 26):
        EventFactory(course=course, starts_at=at(days))
    assert "govuk-pagination" not in page_of("/calendar/")

    EventFactory(course=course, starts_at=at(60))

    page = page_of("/calendar/", page="2", q="course")
    assert "(page 2 of 2)" in page
    assert 'href="?q=course&amp;page=1"' in page


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("view", ["", "?view=month"])
def test_calendar_takes_the_same_few_queries_for_any_number(
    board: Board, client: Client, view: str
) -> None:
    path, expected = f"/calendar/{view}", 10 if view else 13
    this_month = timezone.localtime() + dt.timedelta(minutes=1)
    course = CourseFactory(board=board, level=Level.objects.create(board=board, name="Level 1"))
    course.topics.add(Topic.objects.create(board=board, name="Neglect"))

    counts = []
    for total in (1, 60, 1000):
        _fill(course, total, this_month)
        counts.append(queries_of(client, path))

    assert counts == [expected] * 3


def _fill(course: Course, total: int, start: dt.datetime) -> None:
    have = Event.objects.count()
    events = Event.objects.bulk_create(
        Event(
            course=course,
            board=course.board,
            state=EventState.PUBLISHED,
            capacity=20,
            starts_at=start + dt.timedelta(seconds=number),
            ends_at=start + dt.timedelta(hours=3),
        )
        for number in range(have, total)
    )
    Session.objects.bulk_create(
        Session(event=event, starts_at=event.starts_at, ends_at=event.ends_at) for event in events
    )


@pytest.mark.parametrize("path", ["/calendar/", "/calendar/?view=month"])
def test_calendar_stays_light_with_1000_events(board: Board, client: Client, path: str) -> None:
    _fill(CourseFactory(board=board), 1000, timezone.localtime() + dt.timedelta(minutes=1))

    assert len(client.get(path).content) < 60_000


def test_month_is_a_table_of_links(board: Board, page_of: Get) -> None:
    course = CourseFactory(board=board, title="Neglect", slug="neglect")
    event = EventFactory(course=course, starts_at=dt.datetime(2032, 5, 11, 8, 30, tzinfo=dt.UTC))

    page = page_of("/calendar/", view="month", month="2032-05")

    assert heading(page) == "May 2032: 1 event"
    assert "May 2032: events by day</caption>" in page
    assert page.count('<th scope="col">') == 7
    cell = page.partition('datetime="2032-05-11"')[2].partition("</td>")[0]
    assert f'href="/courses/neglect/#event-{event.pk}"' in cell
    for text in ("9:30am", "Neglect", "20 places left", "Tuesday 11 May 2032"):
        assert text in cell


def test_month_links_to_its_neighbours_and_keeps_filters(board: Board, page_of: Get) -> None:
    page = page_of("/calendar/", view="month", month="2032-01", delivery="webinar")

    assert "?delivery=webinar&amp;view=month&amp;month=2031-12" in page
    assert "?delivery=webinar&amp;view=month&amp;month=2032-02" in page


def test_month_marks_today(board: Board, page_of: Get) -> None:
    page = page_of("/calendar/", view="month")

    cell = page.partition("c-grid__today")[2].partition("</td>")[0]
    assert f'datetime="{timezone.localdate():%Y-%m-%d}"' in cell


def test_month_shows_every_session_of_an_event(board: Board, page_of: Get) -> None:
    event = EventFactory(
        course__board=board, starts_at=dt.datetime(2032, 5, 11, 8, 30, tzinfo=dt.UTC)
    )
    second = dt.datetime(2032, 5, 18, 8, 30, tzinfo=dt.UTC)
    SessionFactory(event=event, starts_at=second, ends_at=second + dt.timedelta(hours=2))

    page = page_of("/calendar/", view="month", month="2032-05")

    assert page.count('class="c-grid__event"') == 2
    assert heading(page) == "May 2032: 1 event"


@pytest.mark.parametrize("month", ["2032-13", "x", "99999-01", "1988-01", "-"])
def test_impossible_month_shows_this_one_and_says_so(
    board: Board, page_of: Get, month: str
) -> None:
    page = page_of("/calendar/", view="month", month=month)

    assert "There is no such month" in page
    assert heading(page).startswith(f"{timezone.localdate():%B %Y}")


def test_busy_day_links_to_its_list(board: Board, page_of: Get) -> None:
    for hour in range(8):
        EventFactory(
            course__board=board, starts_at=dt.datetime(2032, 5, 11, 8, hour, tzinfo=dt.UTC)
        )

    page = page_of("/calendar/", view="month", month="2032-05")

    assert 'href="/calendar/?from=2032-05-11&amp;to=2032-05-11">2 more' in page
