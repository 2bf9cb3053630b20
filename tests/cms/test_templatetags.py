import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone

from cms.templatetags.cohort import clock, day, duration, place, places, plural, query_without, when
from courses.choices import EventState
from tests.factories import EventFactory, SessionFactory, VenueFactory

LONDON = ZoneInfo("Europe/London")


def london(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=LONDON)


def event_on(*times: tuple[dt.datetime, dt.datetime]):
    event = EventFactory(starts_at=times[0][0], ends_at=times[-1][1], sessions=0)
    for starts_at, ends_at in times:
        SessionFactory(event=event, starts_at=starts_at, ends_at=ends_at)
    return event


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (9, 30, "9:30am"),
        (16, 0, "4pm"),
        (12, 0, "midday"),
        (0, 0, "midnight"),
        (12, 5, "12:05pm"),
        (0, 5, "12:05am"),
    ],
)
def test_clock_reads_as_people_say_it(hour, minute, words):
    assert clock(london(2026, 5, 12, hour, minute)) == words


@pytest.mark.parametrize(
    "date", [(2026, 3, 28), (2026, 3, 29), (2026, 3, 30), (2026, 10, 25), (2026, 10, 26)]
)
def test_clock_keeps_half_past_nine_across_the_clock_change(date):
    stored = london(*date, 9, 30).astimezone(dt.UTC)

    assert clock(stored) == "9:30am"


def test_day_is_the_london_date_late_on_a_summer_evening():
    assert day(dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC)) == "Tuesday 2 June 2026"


def test_day_of_nothing_says_so():
    assert day(None) == "Date to be announced"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (None, ""),
        (45, "45 minutes"),
        (60, "1 hour"),
        (210, "3 hours 30 minutes"),
        (360, "1 day (6 hours)"),
        (720, "2 days (12 hours)"),
        (61, "1 hour 1 minute"),
    ],
)
def test_duration_reads_in_days_hours_and_minutes(minutes, words):
    assert duration(minutes) == words


@pytest.mark.parametrize(
    ("number", "forms", "words"),
    [
        (1, "place", "1 place"),
        (2, "place", "2 places"),
        (0, "person,people", "0 people"),
        (1040, "place", "1,040 places"),
    ],
)
def test_plural_agrees_with_the_number(number, forms, words):
    assert plural(number, forms) == words


@pytest.mark.django_db
def test_when_of_one_day_gives_date_and_times():
    event = event_on((london(2026, 5, 12, 9, 30), london(2026, 5, 12, 16)))

    assert when(event) == "Tuesday 12 May 2026, 9:30am to 4pm"


@pytest.mark.django_db
def test_when_of_a_session_gives_date_and_times():
    event = event_on((london(2026, 10, 25, 9, 30), london(2026, 10, 25, 12)))

    assert when(event.sessions.get()) == "Sunday 25 October 2026, 9:30am to midday"


@pytest.mark.django_db
def test_when_joins_two_sessions_of_one_day():
    event = event_on(
        (london(2026, 5, 12, 9, 30), london(2026, 5, 12, 12)),
        (london(2026, 5, 12, 13), london(2026, 5, 12, 16)),
    )

    assert when(event) == "Tuesday 12 May 2026, 9:30am to 4pm"


@pytest.mark.django_db
def test_when_names_every_day_of_the_same_times():
    event = event_on(
        (london(2026, 3, 27, 9, 30), london(2026, 3, 27, 16)),
        (london(2026, 3, 30, 9, 30), london(2026, 3, 30, 16)),
    )

    assert when(event) == "Friday 27 March and Monday 30 March 2026, 9:30am to 4pm each day"


@pytest.mark.django_db
def test_when_gives_different_times_day_by_day():
    event = event_on(
        (london(2026, 12, 30, 9, 30), london(2026, 12, 30, 16)),
        (london(2027, 1, 6, 9, 30), london(2027, 1, 6, 13)),
    )

    assert when(event) == (
        "Wednesday 30 December 2026, 9:30am to 4pm; Wednesday 6 January 2027, 9:30am to 1pm"
    )


@pytest.mark.django_db
def test_place_names_each_venue_once_and_says_online():
    event = EventFactory(sessions=0)
    hall = VenueFactory(name="Town Hall")
    for days, venue in enumerate((hall, hall, None)):
        shift = dt.timedelta(days=days)
        SessionFactory(
            event=event,
            venue=venue,
            starts_at=event.starts_at + shift,
            ends_at=event.ends_at + shift,
        )

    assert place(event) == "Town Hall, Online"


@pytest.mark.parametrize(
    ("facts", "words", "tone"),
    [
        ({"places_taken": 8}, "12 places left", "free"),
        ({"places_taken": 17}, "Last 3 places", "few"),
        ({"places_taken": 19}, "Last place", "few"),
        ({"places_taken": 20}, "Full: join the waiting list", "full"),
        ({"state": EventState.CANCELLED}, "Cancelled", "stop"),
        ({"state": EventState.TENTATIVE}, "Planned", "quiet"),
        ({"state": EventState.COMPLETED}, "Has taken place", "quiet"),
    ],
)
def test_places_says_what_is_left(facts, words, tone):
    event = EventFactory.build(sessions=0, **facts)

    assert (places(event).text, places(event).tone) == (words, tone)


def test_places_says_when_booking_has_closed():
    event = EventFactory.build(
        sessions=0, booking_closes_at=timezone.now() - dt.timedelta(minutes=1)
    )

    assert places(event).text == "Booking closed"


def test_places_tells_started_from_over():
    now = timezone.now()
    running = EventFactory.build(
        sessions=0, starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=1)
    )
    over = EventFactory.build(
        sessions=0, starts_at=now - dt.timedelta(hours=3), ends_at=now - dt.timedelta(hours=1)
    )

    assert [places(running).text, places(over).text] == ["Has started", "Has taken place"]


def test_query_without_drops_only_what_is_named():
    assert query_without(QueryDict("topic=1&topic=2&page=3"), "page") == "topic=1&topic=2"
