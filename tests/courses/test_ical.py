import datetime as dt

import pytest
from icalendar import Calendar

from courses.choices import EventState
from courses.ical import calendar_of
from courses.models import Event
from tests.factories import BoardFactory, CourseFactory, EventFactory, SessionFactory, VenueFactory

pytestmark = pytest.mark.django_db

SUMMER = dt.datetime(2026, 5, 12, 8, 30, tzinfo=dt.UTC)


def entries(*events: Event) -> list:
    feed = calendar_of(
        events, name="Wirral training", url_of=lambda event: f"https://t.example/{event.pk}"
    )
    return list(Calendar.from_ical(feed).walk("VEVENT"))


def test_each_session_is_an_entry_with_a_stable_uid() -> None:
    board = BoardFactory(slug="wirral")
    event = EventFactory(course=CourseFactory(board=board, title="Neglect"), starts_at=SUMMER)
    second = SessionFactory(
        event=event,
        starts_at=SUMMER + dt.timedelta(days=7),
        ends_at=SUMMER + dt.timedelta(days=7, hours=2),
    )
    first = event.sessions.first()

    found = entries(event)

    assert [entry["UID"] for entry in found] == [
        f"session-{first.pk}@wirral.cohort",
        f"session-{second.pk}@wirral.cohort",
    ]
    assert [entry["SUMMARY"] for entry in found] == ["Neglect (1 of 2)", "Neglect (2 of 2)"]


def test_times_are_absolute() -> None:
    [entry] = entries(EventFactory(starts_at=SUMMER))

    assert entry["DTSTART"].dt == SUMMER
    assert entry["DTEND"].dt == SUMMER + dt.timedelta(hours=6)
    assert entry["DTSTAMP"].dt.tzinfo is not None


def test_sequence_is_the_version_and_url_the_given_one() -> None:
    event = EventFactory(starts_at=SUMMER, version=4)

    [entry] = entries(event)

    assert entry["SEQUENCE"] == 4
    assert entry["URL"] == f"https://t.example/{event.pk}"


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (EventState.PUBLISHED, "CONFIRMED"),
        (EventState.COMPLETED, "CONFIRMED"),
        (EventState.TENTATIVE, "TENTATIVE"),
        (EventState.CANCELLED, "CANCELLED"),
    ],
)
def test_status_follows_the_state(state: EventState, status: str) -> None:
    [entry] = entries(EventFactory(starts_at=SUMMER, state=state))

    assert entry["STATUS"] == status


def test_location_is_the_venue_or_online() -> None:
    event = EventFactory(starts_at=SUMMER, sessions=0)
    venue = VenueFactory(name="Canal Hall", address="1 Canal Street", postcode="CH1 1AA")
    SessionFactory(event=event, venue=venue)

    [entry] = entries(event)
    [online] = entries(EventFactory(starts_at=SUMMER))

    assert entry["LOCATION"] == "Canal Hall, 1 Canal Street, CH1 1AA"
    assert online["LOCATION"] == "Online"


def test_odd_titles_survive() -> None:
    title = "Neglect; harm, and\nBEGIN:VEVENT “é”"

    [entry] = entries(EventFactory(course__title=title, starts_at=SUMMER))

    assert entry["SUMMARY"] == title
