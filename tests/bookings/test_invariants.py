"""Each invariant is broken on purpose, past our rules and the database's, and must be found."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from bookings.actions import add_walk_in, book_place, mark_rest_absent, record_attendance
from bookings.capacity import drop_triggers
from bookings.choices import BookingState, Mark, Origin, Outcome
from bookings.invariants import INVARIANTS, check_all
from bookings.models import Attendance, Booking
from bookings.references import new_reference
from courses.actions import change_state
from courses.choices import EventState
from courses.models import Event
from people.models import AuditEntry
from tests.factories import AgencyFactory, EventFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming() -> Event:
    """An event in a month with two of its three places booked."""
    event = EventFactory(capacity=3)
    for _ in range(2):
        book_place(PersonFactory(), event.pk, agency=AgencyFactory(), actor=None)
    return event


@pytest.fixture
def completed() -> Event:
    """A completed register: one came, one did not, one walked in."""
    event = EventFactory(capacity=3)
    early = event.starts_at - dt.timedelta(days=10)
    came, _ = (
        book_place(PersonFactory(), event.pk, agency=AgencyFactory(), actor=None, at=early)
        for _ in range(2)
    )
    on_the_day, session = event.starts_at, event.sessions.get().pk
    record_attendance(event.pk, {came.pk: {session: Mark.PRESENT}}, actor=None, at=on_the_day)
    add_walk_in(event.pk, PersonFactory(), agency=AgencyFactory(), actor=None, at=on_the_day)
    mark_rest_absent(event.pk, actor=None, at=on_the_day)
    change_state(event.pk, EventState.COMPLETED, actor=None, at=event.ends_at)
    return event


@pytest.fixture
def no_checks() -> Iterator[None]:
    """Check constraints are off, as for a hand at a database prompt that took them away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in ("event_places_within_capacity", "published_event_has_a_date"):
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE courses_event DROP CONSTRAINT {name}")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
    yield
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def found() -> set[str]:
    return {problem.invariant for problem in check_all()}


def test_all_hold_in_a_healthy_database(coming, completed):
    assert check_all() == []


def test_command_says_that_all_hold(coming, completed):
    out = StringIO()

    call_command("check_invariants", stdout=out)

    assert out.getvalue() == f"All {len(INVARIANTS)} invariants hold.\n"


def test_command_lists_and_fails_when_one_is_broken(completed):
    Booking.objects.filter(outcome=Outcome.ATTENDED).update(outcome=Outcome.NO_SHOW)
    out = StringIO()

    with pytest.raises(CommandError, match="invariants"):
        call_command("check_invariants", stdout=out)

    assert out.getvalue().count("outcome_agrees_with_marks: ") == 2


def test_missing_trigger_is_found(coming):
    drop_triggers()

    assert found() == {"triggers_are_installed"}


def test_wrong_counter_is_found(coming):
    Event.objects.filter(pk=coming.pk).update(places_taken=1)

    assert found() == {"counter_equals_count"}


def test_exceeded_capacity_is_found(coming, no_checks):
    Event.objects.filter(pk=coming.pk).update(capacity=1)

    assert found() == {"capacity_is_not_exceeded"}


def test_second_live_booking_is_found(coming):
    booking = Booking.objects.first()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_live_booking_per_person_and_event")
    booking.pk, booking.reference = None, new_reference()
    booking.save()

    assert "one_live_booking_a_person" in found()


def test_outcome_against_the_marks_is_found(completed):
    Attendance.objects.filter(mark=Mark.ABSENT).update(mark=Mark.PRESENT)

    assert found() == {"outcome_agrees_with_marks"}


def test_unmarked_person_on_a_completed_register_is_found(completed):
    Attendance.objects.filter(mark=Mark.ABSENT).delete()
    Booking.objects.filter(outcome=Outcome.NO_SHOW).update(outcome=Outcome.OPEN)

    assert found() == {"completed_registers_are_full", "registers_add_up"}


def test_register_that_does_not_add_up_is_found(completed):
    Booking.objects.filter(origin=Origin.WALK_IN).update(outcome=Outcome.NO_SHOW)
    Attendance.objects.filter(booking__origin=Origin.WALK_IN).update(mark=Mark.ABSENT)
    Booking.objects.filter(outcome=Outcome.NO_SHOW).exclude(origin=Origin.WALK_IN).update(
        outcome=Outcome.OPEN
    )

    assert "registers_add_up" in found()


def test_somebody_waiting_beside_a_free_place_is_found(coming):
    Event.objects.filter(pk=coming.pk).update(capacity=2)
    book_place(PersonFactory(), coming.pk, agency=AgencyFactory(), actor=None, or_wait=True)
    Event.objects.filter(pk=coming.pk).update(capacity=3)

    assert found() == {"nobody_waits_beside_a_free_place"}


def test_waiting_beside_a_free_place_is_right_once_the_list_has_stopped(coming):
    Event.objects.filter(pk=coming.pk).update(capacity=2)
    book_place(PersonFactory(), coming.pk, agency=AgencyFactory(), actor=None, or_wait=True)
    Event.objects.filter(pk=coming.pk).update(capacity=3)

    problems = check_all(now=coming.starts_at - dt.timedelta(hours=1))
    assert "nobody_waits_beside_a_free_place" not in {each.invariant for each in problems}


def test_booking_without_audit_entry_is_found(coming):
    AuditEntry.objects.filter(target_type="bookings.booking").first().delete()

    assert found() == {"states_are_in_the_audit"}


def test_state_that_the_audit_does_not_hold_is_found(coming):
    Booking.objects.filter(pk=Booking.objects.first().pk).update(
        state=BookingState.CANCELLED, cancelled_at=timezone.now()
    )

    assert found() == {"states_are_in_the_audit"}


def test_event_apart_from_its_sessions_is_found(coming):
    coming.sessions.update(ends_at=coming.ends_at + dt.timedelta(hours=1))

    assert found() == {"event_spans_its_sessions"}


def test_published_event_without_date_is_found(coming, no_checks):
    coming.sessions.all().delete()
    Event.objects.filter(pk=coming.pk).update(starts_at=None, ends_at=None)

    assert found() == {"published_events_have_dates"}


def test_check_reads_only_in_a_fixed_number_of_queries(
    completed, coming, django_assert_num_queries
):
    with django_assert_num_queries(43) as captured:
        check_all()

    assert not any(q["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for q in captured)
