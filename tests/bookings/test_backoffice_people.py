"""On a person's page: what counts as taken elsewhere, what they missed, and letting them book again."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.choices import BookingState, Outcome
from bookings.models import AcceptedEvidence, RestrictionLifted
from bookings.rules import Refused
from courses.choices import EventState
from courses.models import Prerequisite
from people.queries import history_of
from tests.factories import (
    BookingFactory,
    CourseFactory,
    EventFactory,
    PolicyVersionFactory,
)

pytestmark = pytest.mark.django_db

RESTRICTION = {
    "restriction": {"number": 1, "within_months": 12, "for_months": 6, "then": "cannot_book"}
}


@pytest.fixture
def missed(person, course, agency):
    """Two weeks ago they did not come, and the board restricts whoever does that."""
    PolicyVersionFactory(board=course.board, sections=RESTRICTION)
    event = EventFactory(
        course=course,
        state=EventState.COMPLETED,
        starts_at=timezone.now() - dt.timedelta(days=14),
    )
    return BookingFactory(event=event, person=person, agency=agency, outcome=Outcome.NO_SHOW)


def page_of(client, person):
    page = client.get(reverse("office_people:inspect", args=[person.pk])).content.decode()
    return " ".join(page.split())


def let_book(client, person, board, **data):
    return client.post(reverse("office_bookings:let_book", args=[person.pk, board.pk]), data)


def book(person, agency, event):
    return actions.book_place(person, event.pk, agency=agency, actor=None)


def test_page_shows_bookings_at_ones_own_boards_only(as_officer, person, event):
    BookingFactory(event=event, person=person)
    elsewhere = BookingFactory(person=person, event__course__title="Elsewhere")

    page = page_of(as_officer, person)

    assert str(event) in page
    assert str(elsewhere.event) not in page


def test_evidence_accepted_lets_somebody_book(as_officer, person, agency, event):
    first = CourseFactory(board=event.board, title="Level 1")
    Prerequisite.objects.create(course=event.course, requires=first)
    PolicyVersionFactory(
        board=event.board, sections={"eligibility": {"prerequisites": {"enforced": "block"}}}
    )
    with pytest.raises(Refused):
        book(person, agency, event)

    as_officer.post(
        reverse("office_bookings:evidence", args=[person.pk]),
        {"course": first.pk, "taken_on": "2026-01-12", "evidence": "Certificate of another board"},
    )

    assert book(person, agency, event).state == BookingState.BOOKED
    entry = history_of(person).last()
    assert (entry.verb, entry.now) == ("evidence accepted", "Level 1")
    assert "Certificate of another board" in page_of(as_officer, person)


def test_accepting_the_same_twice_changes_nothing(person, course):
    for _ in range(2):
        actions.accept_evidence(
            person, course, taken_on=dt.date(2026, 1, 12), evidence="Letter", actor=None
        )

    assert AcceptedEvidence.objects.count() == 1
    assert history_of(person).count() == 1


def test_evidence_lies_in_the_past(as_officer, person, course):
    page = as_officer.post(
        reverse("office_bookings:evidence", args=[person.pk]),
        {"course": course.pk, "taken_on": "2099-01-12", "evidence": "Letter"},
    )

    assert "Enter a day that has passed" in page.content.decode()


def test_another_boards_course_cannot_be_chosen(as_officer, person):
    as_officer.post(
        reverse("office_bookings:evidence", args=[person.pk]),
        {"course": CourseFactory().pk, "taken_on": "2026-01-12", "evidence": "Letter"},
    )

    assert not AcceptedEvidence.objects.exists()


def test_evidence_accepted_by_mistake_is_taken_back(as_officer, person, course):
    accepted = actions.accept_evidence(
        person, course, taken_on=dt.date(2026, 1, 12), evidence="Letter", actor=None
    )

    as_officer.post(
        reverse("office_bookings:take_evidence_back", args=[accepted.pk]), {"why": "Another person"}
    )

    assert not AcceptedEvidence.objects.exists()
    assert history_of(person).last().why == "Another person"


def test_page_says_what_was_missed_and_until_when_it_restricts(as_officer, person, missed):
    page = page_of(as_officer, person)

    assert "They cannot book until" in page
    assert "not coming" in page


def test_staff_let_somebody_book_again_with_a_reason(
    as_officer, person, agency, board, event, missed
):
    with pytest.raises(Refused) as refused:
        book(person, agency, event)
    asked = let_book(as_officer, person, board)

    let_book(as_officer, person, board, why="Was in hospital")

    assert refused.value.has("restricted")
    assert "Enter the reason" in asked.content.decode()
    assert book(person, agency, event).state == BookingState.BOOKED
    assert history_of(person).last().why == "Was in hospital"


def test_there_must_be_something_to_lift(as_officer, person, board):
    page = let_book(as_officer, person, board, why="Just so")

    assert "There is no restriction to lift" in page.content.decode()
    assert not RestrictionLifted.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_however_much_there_is(as_officer, person, event, missed, rows):
    for number in range(rows):
        BookingFactory(event__course=event.course, person=person)
        actions.accept_evidence(
            person,
            event.course,
            taken_on=dt.date(2026, 1, number + 1),
            evidence="Letter",
            actor=None,
        )
    page_of(as_officer, person)

    with CaptureQueriesContext(connection) as queries:
        page_of(as_officer, person)

    assert len(queries) == 21
