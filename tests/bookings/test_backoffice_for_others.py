"""Staff do for people what they and their agencies can, and set rules aside with a reason."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.choices import BookingState, CancelledBy, ChargeKind, Origin
from bookings.models import Booking
from notices.models import Message
from people.queries import history_of
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    PolicyVersionFactory,
)

pytestmark = pytest.mark.django_db

CHARGED = {
    "prices": {"otherwise": {"pence": 7500}},
    "cancellation": {
        "free_until": {"number": 12, "unit": "weeks"},
        "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
    },
}


@pytest.fixture
def work(agency):
    return EmploymentFactory(agency=agency)


@pytest.fixture
def other_event(course, event):
    return EventFactory(course=course, starts_at=event.starts_at + dt.timedelta(days=7))


@pytest.fixture
def paid_booking(board, event, work):
    PolicyVersionFactory(board=board, sections=CHARGED)
    return actions.book_place(work.person, event.pk, agency=work.agency, actor=None)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def book_url(event, work):
    return reverse("office_bookings:book", args=[event.pk, work.person_id])


def booking_data(work, **changes):
    return {"agency": work.agency_id, "request_key": uuid.uuid4(), **changes}


def close(event):
    event.booking_closes_at = timezone.now() - dt.timedelta(days=1)
    event.save()


def test_every_reason_against_stands_there_to_be_set_aside(as_officer, event, work, board):
    PolicyVersionFactory(board=board, sections={"eligibility": {"area": "out"}})
    close(event)

    page = words(as_officer.get(book_url(event, work)))

    assert "Set aside, because" in page
    assert "Booking closed on" in page
    assert "This training is for people who work" in page


def test_nothing_is_asked_where_nothing_speaks_against_it(as_officer, event, work):
    assert "Set aside" not in words(as_officer.get(book_url(event, work)))


def test_closed_event_is_booked_with_a_reason_that_the_history_keeps(
    as_officer, event, work, officer
):
    close(event)

    without = as_officer.post(book_url(event, work), booking_data(work))
    as_officer.post(
        book_url(event, work),
        booking_data(work, despite=["booking_closed"], why="asked in time by phone"),
    )

    booking = Booking.objects.get()
    entry = history_of(booking).first()
    assert "Booking closed on" in words(without)
    assert (booking.state, booking.origin) == (BookingState.BOOKED, Origin.STAFF)
    assert entry.actor == officer
    assert re.match(r"Set aside: Booking closed .*Because: asked in time by phone", entry.why)


def test_setting_aside_needs_a_reason(as_officer, event, work):
    close(event)

    page = as_officer.post(book_url(event, work), booking_data(work, despite=["booking_closed"]))

    assert "Enter why you set this aside" in words(page)
    assert Booking.objects.count() == 0


def test_full_event_cannot_be_set_aside(as_officer, event, work):
    event.capacity = 1
    event.save()
    BookingFactory(event=event)

    page = as_officer.get(book_url(event, work)).content.decode()
    as_officer.post(book_url(event, work), booking_data(work, despite=["full"], why="please"))

    assert 'value="full"' not in page
    assert Booking.objects.count() == 1


def test_manager_need_not_be_asked_if_staff_say_so(as_officer, event, agency, board):
    PolicyVersionFactory(board=board, sections={"approval": {"kind": "recorded"}})
    work = EmploymentFactory(agency=agency, manager_email="boss@agency.example")

    page = words(as_officer.get(book_url(event, work)))
    as_officer.post(
        book_url(event, work), booking_data(work, despite=["manager"], why="boss rang us")
    )

    assert "A manager must agree before the place is confirmed" in page
    assert Booking.objects.get().state == BookingState.BOOKED


def test_closed_event_still_offers_to_book_somebody(as_officer, event):
    close(event)
    url = reverse("office_bookings:event", args=[event.pk])

    assert reverse("office_bookings:find", args=[event.pk]) in as_officer.get(url).content.decode()


def test_several_people_of_an_agency_are_booked_at_once(as_officer, event, agency, officer):
    url = reverse("office_bookings:group", args=[event.pk])
    form = {
        "agency": agency.pk,
        "people": "Ann Example, ann@agency.example\nBen Example",
        "manager_email": "boss@agency.example",
        "request_key": uuid.uuid4(),
    }

    as_officer.get(url)
    as_officer.post(url, form)
    as_officer.post(url, form)

    booked = Booking.objects.filter(event=event, agency=agency, origin=Origin.STAFF)
    assert [b.person.full_name for b in booked] == ["Ann Example", "Ben Example"]
    assert not Message.objects.filter(kind="group_booked").exists()


def test_nobody_of_a_group_is_booked_if_one_is_refused(as_officer, event, agency, board):
    stranger = EmploymentFactory(agency=AgencyFactory(boards=[board])).person
    url = reverse("office_bookings:group", args=[event.pk])

    page = as_officer.post(
        url,
        {
            "agency": agency.pk,
            "people": f"Ann Example, ann@agency.example\nSam Example, {stranger.email}",
            "request_key": uuid.uuid4(),
        },
    )

    assert "Sam Example: On our records" in words(page)
    assert Booking.objects.count() == 0


def test_somebody_else_goes_instead(as_officer, event, agency, officer, work):
    old = BookingFactory(event=event, agency=agency, person=work.person)
    colleague = EmploymentFactory(agency=agency, person__full_name="Cy Example").person
    find = reverse("office_bookings:find_colleague", args=[old.pk])
    url = reverse("office_bookings:substitute", args=[old.pk, colleague.pk])

    found = as_officer.get(find, {"q": "cy"}).content.decode()
    as_officer.get(url)
    as_officer.post(url, {"agency": agency.pk, "why": "ill", "request_key": uuid.uuid4()})

    assert url in found
    new = Booking.objects.get(replaces=old)
    assert (new.person, new.state) == (colleague, BookingState.BOOKED)
    assert history_of(old).last().actor == officer


def test_board_moves_somebody_free_of_charge(as_officer, paid_booking, other_event):
    url = reverse("office_bookings:move", args=[paid_booking.pk])

    page = words(as_officer.get(url))
    as_officer.post(url, {"event": other_event.pk, "moved_by": "board", "why": "room too small"})

    new = Booking.objects.get(replaces=paid_booking)
    assert "If they asked for it, leaving now costs: £37.50" in page
    assert (new.event, new.state) == (other_event, BookingState.BOOKED)
    assert not paid_booking.charges.filter(state="owed").exists()


def test_person_who_asks_to_move_is_charged(as_officer, paid_booking, other_event):
    url = reverse("office_bookings:move", args=[paid_booking.pk])

    as_officer.post(url, {"event": other_event.pk, "moved_by": "delegate"})

    paid_booking.refresh_from_db()
    assert paid_booking.cancelled_by == CancelledBy.DELEGATE
    owed = paid_booking.charges.get(state="owed")
    assert (owed.kind, owed.amount_pence) == (ChargeKind.LATE_CANCELLATION, 3750)


def test_move_that_is_refused_can_be_made_with_a_reason(as_officer, paid_booking, other_event):
    close(other_event)
    url = reverse("office_bookings:move", args=[paid_booking.pk])
    form = {"event": other_event.pk, "moved_by": "board"}

    refused = words(as_officer.post(url, form))
    before = Booking.objects.get(pk=paid_booking.pk).state
    as_officer.post(url, {**form, "despite": ["booking_closed"], "why": "agreed with the trainer"})

    assert "Set aside, because" in refused
    assert before == BookingState.BOOKED
    assert Booking.objects.get(replaces=paid_booking).event == other_event


def test_nobody_is_moved_to_another_boards_event(as_officer, paid_booking):
    elsewhere = EventFactory(course=CourseFactory(board=BoardFactory()))
    url = reverse("office_bookings:move", args=[paid_booking.pk])

    as_officer.post(url, {"event": elsewhere.pk, "moved_by": "board"})

    assert Booking.objects.get(pk=paid_booking.pk).state == BookingState.BOOKED
