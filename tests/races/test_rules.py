"""Two people at once, by the rules of a board: each race first shown to go wrong without locks, then right with them.

A race is run on several events at the same time, so that one of them meets in the wrong moment.
"""

import datetime as dt
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from bookings import actions, locks
from bookings.actions import PlaceFor, Request, passing_on
from bookings.choices import Answer, BookingState, CancelledBy
from bookings.models import Booking, ReservedPlace
from courses.models import Course, Event
from people.models import AuditEntry
from tests.bookings.scenes import NAMELESS, OFFERS, RECORDED, policy, somebody
from tests.factories import BookingFactory, CourseFactory, EventFactory

from .crowd import at_once, booked, waiting, without_locks, without_triggers

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

COPIES = 6
CAP = {"mix": [{"kind": "cap", "by": "agency", "places": 3}]}
Job = Callable[[], object]


@pytest.fixture
def course() -> Course:
    return CourseFactory()


def events_of(course: Course, capacity: int) -> list[Event]:
    return EventFactory.create_batch(COPIES, course=course, capacity=capacity)


def book(event: Event, job, **more) -> object:
    return actions.book_place(job.person, event.pk, agency=job.agency, actor=None, **more)


def booking_for(event: Event, job, **more) -> Booking:
    return BookingFactory(event=event, person=job.person, agency=job.agency, **more)


def cancel(booking: Booking) -> Job:
    by = CancelledBy.DELEGATE
    return partial(actions.cancel_booking, booking.pk, actor=None, cancelled_by=by)


def verbs(bookings: Sequence[Booking]) -> list[set[str]]:
    """What the history of each says was done to it, beyond being made or offered."""
    ends = {"accepted", "lapsed", "approved", "cancelled", "passed on"}
    entries = AuditEntry.objects.filter(target_type="bookings.booking", verb__in=ends)
    return [
        set(entries.filter(target_id=each.pk).values_list("verb", flat=True)) for each in bookings
    ]


def errors(results: Sequence[object]) -> list[object]:
    return [each for each in results if isinstance(each, OperationalError)]


def held(events: Sequence[Event]) -> list[int]:
    return [booked(event) for event in events]


def test_place_held_for_a_manager_is_nobody_elses(course):
    """Ten people want the two places of an event where a manager must agree first."""

    def play() -> list[int]:
        events = events_of(course, capacity=2)
        jobs = [partial(book, e, somebody(e)) for e in events[:2] for _ in range(10)]
        at_once(jobs)
        return held(events[:2])

    policy(EventFactory(course=course), RECORDED)

    with without_triggers(), without_locks():
        assert max(play()) > 2
    assert play() == [2, 2]


def test_place_offered_is_not_booked_by_somebody_else(course):
    """A place is offered to the first who waits, while a newcomer presses the button, sooner or later."""

    def play() -> list[int]:
        events = events_of(course, capacity=1)
        jobs: list[Job] = []
        for number, event in enumerate(events):
            booking_for(event, somebody(event), state=BookingState.WAITING)
            fill = partial(actions.fill_free_places, event, actor=None, why="a place was free")
            jobs += [fill, after(number / 50, partial(book, event, somebody(event)))]
        at_once(jobs)
        return held(events)

    policy(EventFactory(course=course), OFFERS)

    with without_triggers(), without_locks():
        assert max(play()) > 1
    assert play() == [1] * COPIES


def after(seconds: float, job: Job) -> Job:
    def later() -> object:
        time.sleep(seconds)
        return job()

    return later


def test_offer_is_taken_or_has_ended(course):
    """Somebody takes an offer in its last second, while it is ended."""
    until = timezone.now() + dt.timedelta(hours=1)

    def play() -> list[set[str]]:
        offers = [
            booking_for(e, somebody(e), state=BookingState.OFFERED, offer_expires_at=until)
            for e in events_of(course, capacity=1)
        ]
        last_second = until - dt.timedelta(seconds=1)
        takes = [partial(actions.accept_offer, o.pk, actor=None, at=last_second) for o in offers]
        ends = [partial(actions.offers._expire, o.pk, until) for o in offers]
        at_once([job for pair in zip(takes, ends, strict=True) for job in pair])
        return verbs(offers)

    with without_locks():
        assert {"accepted", "lapsed"} in play()
    assert all(len(each) == 1 for each in play())


def test_manager_agrees_or_was_too_late(course):
    """The manager presses the button in the last second, while the question lapses."""
    policy(EventFactory(course=course), RECORDED)
    until = timezone.now() + dt.timedelta(days=6)

    def play() -> list[set[str]]:
        asked = [book(e, somebody(e)) for e in events_of(course, capacity=1)]
        agree = [
            partial(actions.answer_approval, each.pk, Answer.APPROVED, answered_by="boss", at=until)
            for each in asked
        ]
        lapse = [partial(actions.approvals._time_out, each.pk, until) for each in asked]
        at_once([job for pair in zip(agree, lapse, strict=True) for job in pair])
        return verbs(asked)

    with without_locks():
        assert {"approved", "lapsed"} in play()
    assert all(len(each) == 1 for each in play())


@pytest.mark.parametrize("nameless", [False, True], ids=["named", "nameless"])
def test_two_leads_want_the_last_place_of_their_agency(course, nameless):
    """An agency may have three places; it has two, and two of its leads take one each."""
    policy(EventFactory(course=course), CAP, NAMELESS)

    def play() -> list[int]:
        events = events_of(course, capacity=20)
        jobs: list[Job] = []
        for event in events:
            first = somebody(event)
            for job in (first, somebody(event, agency=first.agency)):
                booking_for(event, job)
            for _ in range(2):
                lead = somebody(event, agency=first.agency)
                one = partial(actions.reserve_places, event.pk, first.agency, 1, actor=None)
                jobs.append(one if nameless else partial(book, event, lead))
        at_once(jobs)
        return [
            booked(event) + ReservedPlace.objects.filter(event=event).count() for event in events
        ]

    with without_locks():
        assert max(play()) > 3
    assert play() == [3] * COPIES


def test_two_places_given_back_go_to_two_who_wait(course):
    """Two people cancel at once; three wait."""

    def play() -> list[tuple[int, int]]:
        events = events_of(course, capacity=2)
        jobs: list[Job] = []
        for event in events:
            holders = [booking_for(event, somebody(event)) for _ in range(2)]
            for _ in range(3):
                booking_for(event, somebody(event), state=BookingState.WAITING)
            jobs += map(cancel, holders)
        at_once(jobs)
        return [(booked(event), waiting(event)) for event in events]

    with without_triggers(), without_locks():
        assert set(play()) != {(2, 1)}
    assert play() == [(2, 1)] * COPIES


def test_place_is_passed_on_or_given_back(course):
    """The lead puts a colleague in while the person gives the place back."""

    def play() -> list[set[str]]:
        bookings, jobs = [], []
        for event in events_of(course, capacity=1):
            person = somebody(event)
            colleague = somebody(event, agency=person.agency)
            booking = booking_for(event, person)
            bookings.append(booking)
            jobs += [
                cancel(booking),
                partial(
                    actions.substitute,
                    booking.pk,
                    colleague.person,
                    agency=person.agency,
                    actor=None,
                ),
            ]
        at_once(jobs)
        return verbs(bookings)

    with without_locks():
        assert {"cancelled", "passed on"} in play()
    assert all(len(each) == 1 for each in play())


def test_two_who_change_places_between_events_do_not_wait_for_each_other_for_ever(
    course, monkeypatch
):
    """One moves from the first event to the second, another the other way, at the same moment."""

    def play() -> tuple[list[object], set[str]]:
        here, there = (EventFactory(course=course, capacity=20) for _ in range(2))
        moves = [
            partial(
                actions.transfer,
                booking_for(a, somebody(a)).pk,
                b.pk,
                actor=None,
                moved_by=CancelledBy.DELEGATE,
            )
            for _ in range(COPIES)
            for a, b in ((here, there), (there, here))
        ]
        results = at_once(moves)
        return errors(results), {str(each.state) for each in results if not errors([each])}

    with monkeypatch.context() as patch:
        patch.setattr(passing_on, "_locked_with", locked_as_they_come)
        assert play()[0]
    assert play() == ([], {"booked"})


def locked_as_they_come(booking_id: int, to_event_id: int) -> Booking:
    """Locks the event that is left and then the other, whatever their ids."""
    booking = locks.lock_booking(booking_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.05)")
    locks.lock_event(to_event_id)
    return booking


@pytest.fixture
def without_unique_keys() -> Iterator[None]:
    """Neither one booking a form nor one live booking a person and event is held by the database."""
    live = next(
        each
        for each in Booking._meta.constraints
        if each.name == "one_live_booking_per_person_and_event"
    )
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Booking._meta.db_table)
        (key,) = [
            name
            for name, each in found.items()
            if each["unique"] and each["columns"] == ["request_key"]
        ]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, live)
        editor.execute(f"ALTER TABLE bookings_booking DROP CONSTRAINT {key}")
    yield
    Booking.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Booking, live)
        editor.execute(f"ALTER TABLE bookings_booking ADD CONSTRAINT {key} UNIQUE (request_key)")


def test_group_form_sent_twice_books_the_group_once(course, without_unique_keys):
    """A lead sends one form for three people again and again. The keys of the database are a second line."""

    def play() -> tuple[int, int]:
        event = EventFactory(course=course, capacity=30)
        first = somebody(event)
        jobs = [first, *(somebody(event, agency=first.agency) for _ in range(2))]
        places = [PlaceFor(job.person, job.agency) for job in jobs]
        key, group = uuid.uuid4(), uuid.uuid4()
        request = Request(actor=None, at=timezone.now(), key=key, group=group)
        results = at_once([partial(actions.book_places, event.pk, places, request)] * COPIES)
        answers = {tuple(b.pk for b in each) for each in results if isinstance(each, list)}
        return booked(event), len(answers)

    with without_locks():
        assert play()[0] > 3
    assert play() == (3, 1)
