"""Copies, series and bulk edits: what is kept, and that a refusal leaves nothing behind."""

import datetime as dt

import pytest
from django.utils import timezone

from courses import actions
from courses.actions import BulkChange, BulkRefused
from courses.choices import EventState, TrainerRole
from courses.models import Event
from courses.rules import EventRefused
from courses.wallclock import local_moment
from people.queries import history_of
from tests.factories import (
    BoardFactory,
    CourseFactory,
    EventFactory,
    SessionFactory,
    TrainerFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

SUMMER = dt.date(2026, 7, 1)
WINTER = dt.date(2026, 12, 1)


def event_on(day, **changes):
    starts = local_moment(day, dt.time(9, 30))
    return EventFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=3), **changes)


def wall(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def test_a_copy_across_the_clock_change_keeps_its_time_on_the_wall():
    event = event_on(SUMMER, booking_closes_at=local_moment(dt.date(2026, 6, 28), dt.time(17)))

    copy = actions.copy_event(event.pk, first_day=WINTER, actor=None)

    assert wall(copy.starts_at) == "2026-12-01 09:30"
    assert wall(copy.booking_closes_at) == "2026-11-28 17:00"


def test_a_copy_keeps_the_distance_of_its_days_and_the_boards_it_is_open_to():
    event, other = event_on(SUMMER), BoardFactory()
    event.open_to.add(other)
    event.sessions.create(
        starts_at=event.starts_at + dt.timedelta(days=7),
        ends_at=event.ends_at + dt.timedelta(days=7),
    )

    copy = actions.copy_event(event.pk, first_day=WINTER, actor=None)

    assert [wall(s.starts_at) for s in copy.sessions.all()] == [
        "2026-12-01 09:30",
        "2026-12-08 09:30",
    ]
    assert list(copy.open_to.all()) == [other]


def test_a_copy_says_what_it_was_copied_from():
    event = event_on(SUMMER)

    copy = actions.copy_event(event.pk, first_day=WINTER, actor=None)

    assert [e.verb for e in history_of(copy)] == ["created", "copied"]
    assert history_of(copy).last().was == str(event.pk)


def test_an_event_without_sessions_is_not_copied():
    event = EventFactory(state=EventState.DRAFT, starts_at=None)

    with pytest.raises(EventRefused, match="no sessions"):
        actions.copy_event(event.pk, first_day=WINTER, actor=None)


def test_a_series_is_made_whole_or_not_at_all():
    skipped_night = dt.date(2027, 3, 28)

    with pytest.raises(EventRefused, match=r"There is no 01:30"):
        actions.create_series(
            CourseFactory(),
            days=[skipped_night - dt.timedelta(7), skipped_night],
            starts=dt.time(1, 30),
            ends=dt.time(5),
            actor=None,
        )

    assert not Event.objects.exists()


def test_a_series_without_a_date_is_refused():
    with pytest.raises(EventRefused, match="No date is left"):
        actions.create_series(
            CourseFactory(), days=[], starts=dt.time(9), ends=dt.time(12), actor=None
        )


def test_a_dry_run_writes_nothing_and_says_what_would_change():
    event = event_on(SUMMER, capacity=20)

    (line,) = actions.bulk_update_events(
        {event.pk: 1}, BulkChange(capacity=9), actor=None, dry_run=True
    )

    event.refresh_from_db()
    assert line.changes == [("Capacity", "20", "9")]
    assert (event.capacity, event.version) == (20, 1)


def test_a_refused_bulk_edit_names_every_event_and_writes_nothing():
    good, bad = event_on(SUMMER), event_on(SUMMER, state=EventState.CANCELLED)

    with pytest.raises(BulkRefused) as refused:
        actions.bulk_update_events({good.pk: 1, bad.pk: 1}, BulkChange(capacity=9), actor=None)

    good.refresh_from_db()
    assert [bool(line.refusal) for line in refused.value.lines] == [False, True]
    assert good.capacity == 20


def test_more_than_two_hundred_events_are_refused():
    with pytest.raises(EventRefused, match="at most 200"):
        actions.bulk_update_events(dict.fromkeys(range(201), 1), BulkChange(capacity=9), actor=None)


def test_booking_cannot_close_after_the_start():
    event = event_on(SUMMER)

    with pytest.raises(EventRefused, match="must close before"):
        actions.update_event(
            event.pk,
            fields={"booking_closes_at": event.starts_at + dt.timedelta(hours=1)},
            actor=None,
        )


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.COMPLETED])
def test_what_is_over_is_not_changed(state):
    event = event_on(SUMMER, state=state)

    with pytest.raises(EventRefused):
        actions.update_event(event.pk, fields={"capacity": 9}, actor=None)


def test_objectives_keep_their_rows_where_the_words_stay():
    course = CourseFactory()
    actions.set_objectives(course, ["Recognise", "Act"])
    kept = course.objectives.get(text="Act")

    actions.set_objectives(course, ["Act", "Reflect"])

    assert [o.text for o in course.objectives.all()] == ["Act", "Reflect"]
    assert course.objectives.get(text="Act").pk == kept.pk


def test_a_bulk_venue_leaves_a_webinar_online():
    event = event_on(SUMMER)
    later = event.starts_at + dt.timedelta(days=1)
    webinar = SessionFactory(
        event=event,
        starts_at=later,
        ends_at=later + dt.timedelta(hours=1),
        joining_link="https://meet.example/1",
    )
    hall = VenueFactory(board=event.board)

    actions.bulk_update_events({event.pk: event.version}, BulkChange(venue=hall), actor=None)

    assert [each.venue for each in event.sessions.all()] == [hall, None]
    webinar.refresh_from_db()
    assert webinar.is_online


def test_a_bulk_edit_refuses_another_boards_venue():
    event = event_on(SUMMER)

    lines = actions.bulk_update_events(
        {event.pk: event.version}, BulkChange(venue=VenueFactory()), actor=None, dry_run=True
    )

    assert "belongs to another board" in lines[0].refusal


def test_another_boards_trainer_is_refused():
    plan = actions.TrainerPlan(TrainerFactory(), TrainerRole.LEAD)

    with pytest.raises(EventRefused, match="belongs to another board"):
        actions.create_event(CourseFactory(), sessions=[], trainers=[plan], actor=None)


@pytest.mark.parametrize(("days", "closes"), [(3, "2026-06-28 23:59"), (0, None)])
def test_a_bulk_closing_date_is_the_last_day_to_book(days, closes):
    event = event_on(SUMMER)

    actions.bulk_update_events({event.pk: event.version}, BulkChange(closes_days=days), actor=None)

    event.refresh_from_db()
    moment = event.booking_closes_at
    assert (moment and wall(moment)) == closes
