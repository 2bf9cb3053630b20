"""Taking the register: marks, walk-ins, and what a booking came to."""

import datetime as dt

import pytest

from bookings import actions, rules
from bookings.choices import BookingState, CancelledBy, Mark, Outcome
from bookings.models import Booking
from courses.actions import change_state
from courses.choices import EventState
from courses.rules import EventRefused
from people.queries import history_of
from tests.factories import (
    AgencyFactory,
    BookingFactory,
    EventFactory,
    PersonFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(capacity=5)


@pytest.fixture
def on_the_day(event):
    return event.starts_at + dt.timedelta(minutes=10)


def session_ids(event):
    return list(event.sessions.values_list("pk", flat=True))


def mark(event, booking, *marks, at):
    by_session = dict(zip(session_ids(event), marks, strict=False))
    return actions.record_attendance(event.pk, {booking.pk: by_session}, actor=None, at=at)


@pytest.mark.parametrize(
    ("marks", "outcome"),
    [
        (["present"], Outcome.ATTENDED),
        (["late"], Outcome.ATTENDED),
        (["left_early"], Outcome.ATTENDED),
        (["absent"], Outcome.OPEN),
        (["absent", "absent"], Outcome.NO_SHOW),
        (["absent", "present"], Outcome.ATTENDED),
        ([], Outcome.OPEN),
    ],
)
def test_outcome_follows_the_marks_of_two_sessions(marks, outcome):
    assert rules.outcome_of(marks, sessions=2) == outcome


def test_marking_sets_the_outcome_and_keeps_what_stood_before(event, on_the_day):
    booking = BookingFactory(event=event)

    mark(event, booking, Mark.ABSENT, at=on_the_day)
    mark(event, booking, Mark.LATE, at=on_the_day)

    booking.refresh_from_db()
    assert booking.outcome == Outcome.ATTENDED
    (session,) = session_ids(event)
    assert [entry.details["sessions"][str(session)] for entry in history_of(booking)] == [
        ["", "absent"],
        ["absent", "late"],
    ]


def test_marking_the_same_again_changes_nothing(event, on_the_day):
    booking = BookingFactory(event=event)

    assert mark(event, booking, Mark.PRESENT, at=on_the_day) == 1
    assert mark(event, booking, Mark.PRESENT, at=on_the_day) == 0


def test_register_is_closed_the_day_before(event):
    booking = BookingFactory(event=event)

    with pytest.raises(rules.Refused) as refusal:
        mark(event, booking, Mark.PRESENT, at=event.starts_at - dt.timedelta(days=1))

    assert refusal.value.has("register_not_open")


def test_cancelled_person_is_not_on_the_register(event, on_the_day):
    booking = BookingFactory(event=event)
    actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE)

    with pytest.raises(rules.Refused) as refusal:
        mark(event, booking, Mark.PRESENT, at=on_the_day)

    assert refusal.value.has("not_on_register")


def test_session_of_another_event_is_refused(event, on_the_day):
    booking, other = BookingFactory(event=event), EventFactory()

    with pytest.raises(rules.Refused) as refusal:
        actions.record_attendance(
            event.pk,
            {booking.pk: {session_ids(other)[0]: Mark.PRESENT}},
            actor=None,
            at=on_the_day,
        )

    assert refusal.value.has("unknown_session")


def test_walk_in_is_present_and_takes_no_place(event, on_the_day):
    walk_in = actions.add_walk_in(
        event.pk, PersonFactory(), agency=AgencyFactory(), actor=None, at=on_the_day
    )

    walk_in.refresh_from_db()
    event.refresh_from_db()
    assert (walk_in.outcome, event.places_taken) == (Outcome.ATTENDED, 0)


def test_walk_in_from_the_waiting_list_leaves_it(event, on_the_day):
    waiting = BookingFactory(event=event, state=BookingState.WAITING)

    actions.add_walk_in(event.pk, waiting.person, agency=waiting.agency, actor=None, at=on_the_day)

    waiting.refresh_from_db()
    assert waiting.state == BookingState.WITHDRAWN


def test_walk_in_who_is_booked_is_refused(event, on_the_day):
    booking = BookingFactory(event=event)

    with pytest.raises(rules.Refused) as refusal:
        actions.add_walk_in(
            event.pk, booking.person, agency=booking.agency, actor=None, at=on_the_day
        )

    assert refusal.value.has("already_booked")


def test_walk_in_on_the_second_day_is_marked_for_that_day(event):
    second_day = SessionFactory(
        event=event,
        starts_at=event.starts_at + dt.timedelta(days=1),
        ends_at=event.ends_at + dt.timedelta(days=1),
    )

    walk_in = actions.add_walk_in(
        event.pk,
        PersonFactory(),
        agency=AgencyFactory(),
        actor=None,
        at=second_day.starts_at + dt.timedelta(minutes=5),
    )

    assert [a.session_id for a in walk_in.attendances.all()] == [second_day.pk]


def test_event_cannot_be_completed_while_somebody_has_no_mark(event, on_the_day):
    BookingFactory(event=event)

    with pytest.raises(EventRefused) as refusal:
        change_state(event.pk, EventState.COMPLETED, actor=None, at=on_the_day)

    assert refusal.value.code == "register_incomplete"


def test_rest_absent_then_complete(event, on_the_day):
    came, stayed_away = BookingFactory.create_batch(2, event=event)
    mark(event, came, Mark.PRESENT, at=on_the_day)

    assert actions.mark_rest_absent(event.pk, actor=None, at=on_the_day) == 1
    change_state(event.pk, EventState.COMPLETED, actor=None, at=on_the_day)

    assert Booking.objects.get(pk=stayed_away.pk).outcome == Outcome.NO_SHOW


def test_completed_register_takes_no_more_marks(event, on_the_day):
    booking = BookingFactory(event=event)
    mark(event, booking, Mark.PRESENT, at=on_the_day)
    change_state(event.pk, EventState.COMPLETED, actor=None, at=on_the_day)

    with pytest.raises(rules.Refused) as refusal:
        mark(event, booking, Mark.ABSENT, at=on_the_day)

    assert refusal.value.has("register_completed")
