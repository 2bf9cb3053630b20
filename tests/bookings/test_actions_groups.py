"""Booking for others: a group is one form, one transaction, and a number of queries that does not grow."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings import actions
from bookings.choices import BookingState, CancelledBy
from bookings.models import Booking
from bookings.named import Named
from bookings.rules import Refused, RefusedInGroup
from notices.choices import Addressed
from notices.models import Message
from people.models import Employment, Person
from people.queries import history_of
from tests.factories import (
    AgencyFactory,
    BookingFactory,
    EmploymentFactory,
    EventFactory,
    PolicyVersionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

RECORDED = {"approval": {"kind": "recorded"}}


@pytest.fixture
def event():
    return EventFactory(capacity=40)


@pytest.fixture
def agency(event):
    return AgencyFactory(boards=[event.board])


@pytest.fixture
def lead():
    return UserFactory(full_name="Ash Example")


@pytest.fixture
def book(event, agency, lead):
    def book(*named, key=None, **more):
        more = {"manager_email": lead.email, **more}
        return actions.book_group(
            event.pk, agency, named, key=key or uuid.uuid4(), actor=lead, **more
        )

    return book


def typed(count, *, email=True, first=0):
    return [
        Named(f"Person {n} Typed", f"typed{n}@agency.example" if email else "")
        for n in range(first, first + count)
    ]


def rows(bookings):
    return list(Booking.objects.filter(pk__in=[b.pk for b in bookings]).order_by("pk").values())


def test_group_is_booked_in_order_and_belongs_together(book, agency):
    bookings = book(*typed(3), Named(person=EmploymentFactory(agency=agency).person))

    assert [b.person.email for b in bookings[:3]] == [f"typed{n}@agency.example" for n in range(3)]
    assert {b.state for b in bookings} == {BookingState.BOOKED}
    assert len({b.group for b in bookings}) == 1


def test_newcomers_work_for_the_agency_and_are_known_by_their_address(book, agency):
    EmploymentFactory(agency=agency, person__email="typed0@agency.example")

    book(*typed(2))

    jobs = Employment.objects.filter(person__email__startswith="typed")
    assert [job.agency for job in jobs] == [agency, agency]


def test_same_form_twice_gives_the_same_bookings_and_people(book):
    key = uuid.uuid4()
    first = book(*typed(2), *typed(2, email=False, first=2), key=key)
    people = Person.objects.count()

    again = book(*typed(2), *typed(2, email=False, first=2), key=key)

    assert again == first
    assert Person.objects.count() == people
    assert Message.objects.filter(kind="group_booked").count() == 1


def test_person_of_another_agency_is_refused_and_nothing_is_booked(book, event):
    job = EmploymentFactory(agency=AgencyFactory(boards=[event.board]))

    with pytest.raises(RefusedInGroup) as refused:
        book(*typed(2), Named("Somebody", job.person.email))

    assert [(n, [r.code for r in rs]) for n, rs in refused.value.by_number.items()] == [
        (2, ["of_another_agency"])
    ]
    assert Booking.objects.count() == 0
    assert not Person.objects.filter(email__startswith="typed").exists()
    assert Employment.objects.get(person=job.person).agency == job.agency


def test_same_person_twice_is_refused(book):
    with pytest.raises(RefusedInGroup) as refused:
        book(*typed(1), *typed(1))

    assert set(refused.value.by_number) == {0, 1}
    assert {r.code for r in refused.value.reasons} == {"named_twice"}


def test_two_people_of_one_name_without_addresses_are_two_people(book):
    bookings = book(Named("Sam Example"), Named("Sam Example"))

    assert bookings[0].person != bookings[1].person


def test_who_has_no_address_is_written_to_through_the_manager(book):
    booking = book(Named("Sam Example"), manager_email="boss@agency.example")[0]

    message = Message.objects.get(kind="booked")
    assert (message.to_email, message.addressed) == ("boss@agency.example", Addressed.ON_BEHALF)
    assert booking.person.employments.get().manager_email == "boss@agency.example"


def test_manager_who_is_known_stays(book, agency):
    job = EmploymentFactory(agency=agency, person__email="", manager_email="known@agency.example")

    book(Named(person=job.person))

    job.refresh_from_db()
    assert job.manager_email == "known@agency.example"


def test_manager_is_not_noted_where_nobody_has_to_be_asked(book, agency):
    job = EmploymentFactory(agency=agency)

    book(Named(person=job.person))

    job.refresh_from_db()
    assert job.manager_email == ""


def test_manager_of_the_form_is_asked_where_one_must_agree(book, event, agency):
    PolicyVersionFactory(board=event.board, sections=RECORDED)
    job = EmploymentFactory(agency=agency)

    bookings = book(Named(person=job.person), *typed(1), manager_email="boss@agency.example")

    assert [b.state for b in bookings] == [BookingState.AWAITING] * 2
    assert {b.approval.manager_email for b in bookings} == {"boss@agency.example"}


def test_who_does_not_fit_waits_when_asked_to(book, event):
    event.capacity = 2
    event.save()

    bookings = book(*typed(3), or_wait=True)

    assert [b.state for b in bookings] == ["booked", "booked", "waiting"]


def test_nothing_is_booked_if_one_does_not_fit(book, event):
    event.capacity = 2
    event.save()

    with pytest.raises(RefusedInGroup) as refused:
        book(*typed(3))

    assert list(refused.value.by_number) == [2]
    assert Booking.objects.count() == 0


def test_more_than_the_policy_lets_in_at_once_are_refused(book, event):
    PolicyVersionFactory(board=event.board, sections={"groups": {"largest": 2}})

    with pytest.raises(Refused) as refused:
        book(*typed(3))

    assert refused.value.has("group_too_large")


def test_lead_is_told_and_the_history_says_who_booked(book, lead):
    booking = book(*typed(2))[0]

    assert Message.objects.get(kind="group_booked").to_email == lead.email
    assert [(e.verb, e.actor) for e in history_of(booking)] == [("made", lead)]


def test_cancelling_one_of_six_leaves_five_untouched(book, event, lead):
    PolicyVersionFactory(board=event.board, sections={"prices": {"otherwise": {"pence": 7500}}})
    first, *others = book(*typed(6))
    before = rows(others), [list(b.charges.values()) for b in others]
    told = Message.objects.exclude(about_id=first.pk).count()

    actions.cancel_booking(first.pk, actor=lead, cancelled_by=CancelledBy.AGENCY)

    assert (rows(others), [list(b.charges.values()) for b in others]) == before
    assert Message.objects.exclude(about_id=first.pk).count() == told
    assert Booking.objects.get(pk=first.pk).cancelled_by == CancelledBy.AGENCY


@pytest.mark.parametrize(
    "sections",
    [
        {"prices": {"otherwise": {"pence": 7500}}},
        RECORDED,
        {"eligibility": {"clash": "block", "unpaid": "block"}},
    ],
    ids=["paid", "recorded", "records"],
)
def test_thirty_people_cost_as_many_queries_as_three(book, event, sections):
    PolicyVersionFactory(board=event.board, sections=sections)
    book(*typed(1, first=90))

    with CaptureQueriesContext(connection) as of_three:
        book(*typed(3))
    with CaptureQueriesContext(connection) as of_thirty:
        book(*typed(30, first=10))

    assert len(of_thirty) == len(of_three)


def test_colleague_nobody_knew_takes_a_place_over(event, agency, lead):
    old = BookingFactory(event=event, agency=agency, person=EmploymentFactory(agency=agency).person)
    key = uuid.uuid4()

    new = actions.substitute_by_name(
        old, Named("Sam Example"), actor=lead, manager_email=lead.email, request_key=key
    )
    again = actions.substitute_by_name(
        old, Named("Sam Example"), actor=lead, manager_email=lead.email, request_key=key
    )

    assert again == new
    assert (new.person.full_name, new.state) == ("Sam Example", BookingState.BOOKED)
    assert {m.kind for m in Message.objects.all()} == {"passed_on", "booked"}


def test_person_of_another_agency_takes_no_place_over(event, agency, lead):
    old = BookingFactory(event=event, agency=agency)
    stranger = EmploymentFactory(agency=AgencyFactory(boards=[event.board])).person

    with pytest.raises(Refused) as refused:
        actions.substitute_by_name(old, Named("Somebody", stranger.email), actor=lead)

    assert refused.value.has("of_another_agency")
    assert Booking.objects.get(pk=old.pk).state == BookingState.BOOKED


def test_reserved_place_gets_a_name_nobody_knew(event, agency, lead):
    PolicyVersionFactory(board=event.board, sections={"groups": {"nameless": True}})
    place = actions.reserve_places(event.pk, agency, 1, actor=lead)[0]

    booking = actions.name_place_by_name(
        place, Named("Sam Example", "sam@agency.example"), actor=lead, at=timezone.now()
    )

    place.refresh_from_db()
    assert place.booking == booking
    assert booking.person.email == "sam@agency.example"
