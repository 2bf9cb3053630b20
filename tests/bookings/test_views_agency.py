"""My agency: what a lead reads, and does with one booking or a place without a name."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.choices import BookingState, CancelledBy
from bookings.models import Booking, ReservedPlace
from bookings.named import Named
from notices.models import Message
from people.queries import history_of
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    ChargeFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    PersonFactory,
    PolicyVersionFactory,
    ReservedPlaceFactory,
)

pytestmark = pytest.mark.django_db

PAID = {"prices": {"otherwise": {"pence": 7500}}}
HALF_ALWAYS = {
    "cancellation": {
        "free_until": {"number": 12, "unit": "weeks"},
        "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
    }
}
NAMELESS = {"groups": {"nameless": True, "named_by": {"number": 3, "unit": "calendar_days"}}}


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def agency_url(agency, query=""):
    return reverse("bookings:agency", args=[agency.pk]) + query


def url_of(name, booking):
    return reverse(f"bookings:agency_{name}", args=[booking.reference])


def sent(**more):
    return {
        "manager_email": "lead@agency.example",
        "request_key": str(uuid.uuid4()),
        "person": "",
        "full_name": "",
        "email": "",
        **more,
    }


@pytest.fixture
def booking(event, agency):
    person = EmploymentFactory(agency=agency, person__full_name="Ann Example").person
    return BookingFactory(event=event, agency=agency, person=person)


@pytest.fixture
def place(event, agency, board):
    PolicyVersionFactory(board=board, sections=NAMELESS)
    return ReservedPlaceFactory(event=event, agency=agency)


def test_lead_of_one_agency_goes_straight_there(as_lead, agency):
    assert as_lead.get(reverse("bookings:my_agency")).url == agency_url(agency)


def test_page_says_how_each_person_stands(as_lead, agency, booking, event):
    for state in (BookingState.WAITING, BookingState.AWAITING):
        BookingFactory(event=event, agency=agency, state=state)
    BookingFactory(
        event=event,
        agency=agency,
        state=BookingState.OFFERED,
        offer_expires_at=timezone.now() + dt.timedelta(days=1),
    )

    page = words(as_lead.get(agency_url(agency)))

    assert "Ann Example" in page
    assert "Number 1 on the list" in page
    assert "Must answer by" in page
    assert "Waiting for the manager’s approval".replace("’", "&#x27;") in page


def test_page_shows_nobody_of_other_agencies_or_boards(as_lead, agency, event, board):
    BookingFactory(event=event, agency=AgencyFactory(boards=[board]), person__full_name="Stranger")
    BookingFactory(agency=agency, person__full_name="At Another Board")

    page = words(as_lead.get(agency_url(agency)))

    assert "Stranger" not in page
    assert "At Another Board" not in page


def test_list_is_narrowed_by_event_and_by_name(as_lead, agency, booking, course):
    other = BookingFactory(
        event=EventFactory(course=course), agency=agency, person__full_name="Ben Example"
    )

    by_event = words(as_lead.get(agency_url(agency, f"?event={other.event_id}")))
    by_name = words(as_lead.get(agency_url(agency, "?q=ann")))

    assert ("Ann Example" in by_event, "Ben Example" in by_event) == (False, True)
    assert ("Ann Example" in by_name, "Ben Example" in by_name) == (True, False)


def test_places_without_a_name_are_red_when_the_day_is_near(as_lead, agency, place):
    far = as_lead.get(agency_url(agency)).content.decode()
    place.name_by = timezone.now() + dt.timedelta(days=2)
    place.save()
    near = as_lead.get(agency_url(agency)).content.decode()

    assert "c-message--error" not in far
    assert "c-message--error" in near


def test_page_says_what_is_owed_with_both_numbers(as_lead, agency, booking, event):
    ChargeFactory(booking=booking)
    ChargeFactory(booking=BookingFactory(event=event, agency=agency), amount_pence=2500)

    assert "£100 for 2 charges" in words(as_lead.get(agency_url(agency)))


def test_page_says_who_gave_late_notice_or_did_not_come(as_lead, agency, course):
    past = EventFactory(course=course, starts_at=timezone.now() - dt.timedelta(days=20))
    BookingFactory(event=past, agency=agency, outcome="no_show")
    BookingFactory(
        event=past,
        agency=agency,
        state=BookingState.CANCELLED,
        cancelled_at=timezone.now(),
        cancelled_by=CancelledBy.DELEGATE,
        cancelled_late=True,
    )

    page = words(as_lead.get(agency_url(agency)))

    assert "cancelled late" in page
    assert "did not come" in page


def test_page_costs_as_many_queries_with_three_events_as_with_one(
    as_lead, agency, course, board, django_assert_num_queries
):
    PolicyVersionFactory(board=board, sections=NAMELESS)

    def add():
        booking = BookingFactory(event=EventFactory(course=course), agency=agency)
        ReservedPlaceFactory(event=booking.event, agency=agency)
        ChargeFactory(booking=booking, policy=board.policy_versions.get())

    add()
    as_lead.get(agency_url(agency))
    with django_assert_num_queries(15):
        as_lead.get(agency_url(agency))
    add()
    add()
    with django_assert_num_queries(15):
        as_lead.get(agency_url(agency))


def test_lead_books_and_reserves_nothing_for_another_agency(as_lead, event, board):
    other = AgencyFactory(boards=[board])

    for name in ("agency_book", "agency_reserve"):
        url = reverse(f"bookings:{name}", args=[other.pk, event.pk])
        assert as_lead.post(url, {"places": 1}).status_code == 404
    assert ReservedPlace.objects.count() == 0


@pytest.mark.parametrize("name", ["booking", "substitute", "move", "cancel"])
def test_lead_cannot_touch_a_booking_of_another_agency_or_board(
    as_lead, agency, board, event, name
):
    of_others = BookingFactory(event=event, agency=AgencyFactory(boards=[board]))
    elsewhere = BookingFactory(agency=agency)

    for booking in (of_others, elsewhere):
        answer = as_lead.get if name == "booking" else as_lead.post
        assert answer(url_of(name, booking)).status_code == 404
        assert Booking.objects.get(pk=booking.pk).state == BookingState.BOOKED


def test_lead_books_on_no_event_of_another_board(as_lead, agency):
    event = EventFactory(course=CourseFactory(board=BoardFactory()))

    url = reverse("bookings:agency_book", args=[agency.pk, event.pk])

    assert as_lead.get(url).status_code == 404


def test_places_are_held_and_the_same_form_holds_them_once(as_lead, agency, event, board):
    PolicyVersionFactory(board=board, sections=NAMELESS)
    url = reverse("bookings:agency_reserve", args=[agency.pk, event.pk])
    form = {"places": "2", "request_key": str(uuid.uuid4())}

    page = words(as_lead.get(url))
    as_lead.post(url, form)
    as_lead.post(url, form)

    assert "Places without a name go to others then" in page
    assert ReservedPlace.objects.filter(agency=agency, event=event).count() == 2


def test_board_that_wants_names_says_so(as_lead, agency, event):
    url = reverse("bookings:agency_reserve", args=[agency.pk, event.pk])

    assert "This board needs a name for each place" in words(as_lead.get(url))
    assert "This board needs a name for each place" in words(as_lead.post(url, {"places": 2}))


def test_place_gets_a_name(as_lead, place, agency):
    person = EmploymentFactory(agency=agency).person
    url = reverse("bookings:agency_place_name", args=[place.pk])

    page = words(as_lead.get(url))
    as_lead.post(url, sent(person=person.pk))

    place.refresh_from_db()
    assert person.full_name in page
    assert place.booking.person == person


def test_place_that_has_a_name_gets_no_other(as_lead, place, agency):
    url = reverse("bookings:agency_place_name", args=[place.pk])
    as_lead.post(url, sent(full_name="Sam Example"))

    answer = as_lead.post(url, sent(full_name="Kim Example"), follow=True)

    assert "has a name already" in words(answer)
    assert Booking.objects.count() == 1


def test_place_is_given_back(as_lead, place):
    url = reverse("bookings:agency_place_release", args=[place.pk])

    asked = as_lead.get(url)
    before = ReservedPlace.objects.get(pk=place.pk).is_open
    as_lead.post(url, {"why": "no need"})

    assert "Give a place without a name back?" in words(asked)
    assert (before, ReservedPlace.objects.get(pk=place.pk).is_open) == (True, False)


def test_colleague_goes_instead_and_both_are_told(as_lead, booking, agency, lead):
    colleague = EmploymentFactory(agency=agency, person__full_name="Cy Example").person

    page = words(as_lead.get(url_of("substitute", booking)))
    as_lead.post(url_of("substitute", booking), sent(person=colleague.pk))

    booking.refresh_from_db()
    assert "Cy Example" in page
    assert (booking.state, booking.cancelled_by) == (BookingState.SUBSTITUTED, CancelledBy.AGENCY)
    assert Booking.objects.get(replaces=booking).person == colleague
    assert {m.to_name for m in Message.objects.all()} == {"Ann Example", "Cy Example"}
    assert history_of(booking).last().actor == lead


def test_colleague_who_may_not_book_is_refused_and_nothing_changes(as_lead, booking, event, agency):
    there = BookingFactory(
        event=event, agency=agency, person=EmploymentFactory(agency=agency).person
    )

    page = words(as_lead.post(url_of("substitute", booking), sent(person=there.person_id)))

    assert "They already have a place" in page
    assert Booking.objects.get(pk=booking.pk).state == BookingState.BOOKED


def test_picking_nobody_is_said(as_lead, booking):
    page = words(as_lead.post(url_of("substitute", booking), sent()))

    assert "Choose somebody from the list, or enter a name" in page


def test_person_of_another_agency_cannot_be_picked(as_lead, booking):
    page = as_lead.post(url_of("substitute", booking), sent(person=PersonFactory().pk))

    assert "Choose somebody from the list, or type a name" in words(page)


def test_moving_shows_what_it_costs_then_moves(as_lead, event, agency, board, course, lead):
    PolicyVersionFactory(board=board, sections={**PAID, **HALF_ALWAYS})
    booking = actions.book_group(
        event.pk, agency, [Named("Ann", "a@x.example")], key=uuid.uuid4(), actor=lead
    )[0]
    other = EventFactory(course=course, starts_at=event.starts_at + dt.timedelta(days=7))

    dates = words(as_lead.get(url_of("move", booking)))
    check = words(as_lead.get(url_of("move", booking) + f"?to={other.pk}"))
    as_lead.post(url_of("move", booking), {"to": other.pk})

    booking.refresh_from_db()
    assert "Leaving this date now costs £37.50" in dates
    assert "The place at the other costs £75" in check
    assert (booking.state, booking.cancelled_by) == (BookingState.TRANSFERRED, CancelledBy.AGENCY)
    assert Booking.objects.get(replaces=booking).event == other


def test_moving_to_a_full_date_asks_first(as_lead, booking, course, event):
    full = EventFactory(course=course, capacity=1, starts_at=event.starts_at + dt.timedelta(days=7))
    BookingFactory(event=full)

    page = words(as_lead.get(url_of("move", booking) + f"?to={full.pk}"))
    as_lead.post(url_of("move", booking), {"to": full.pk})
    before = Booking.objects.get(pk=booking.pk).state
    as_lead.post(url_of("move", booking), {"to": full.pk, "or_wait": "1"})

    assert "they would wait" in page
    assert before == BookingState.BOOKED
    assert Booking.objects.get(replaces=booking).state == BookingState.WAITING


def test_cancelling_shows_the_cost_and_the_policys_words_first(as_lead, event, agency, board, lead):
    PolicyVersionFactory(board=board, sections={**PAID, **HALF_ALWAYS})
    booking = actions.book_group(
        event.pk, agency, [Named("Ann", "a@x.example")], key=uuid.uuid4(), actor=lead
    )[0]

    page = words(as_lead.get(url_of("cancel", booking)))

    assert "£37.50" in page
    assert "If you cancel now: £37.50." in page
    assert Booking.objects.get(pk=booking.pk).state == BookingState.BOOKED


def test_cancelling_one_of_six_leaves_five_untouched(as_lead, event, agency, lead):
    named = [Named(f"Person {n}", f"p{n}@agency.example") for n in range(6)]
    event.capacity = 6
    event.save()
    first, *others = actions.book_group(
        event.pk, agency, named, key=uuid.uuid4(), actor=lead, manager_email=lead.email
    )
    before = list(Booking.objects.exclude(pk=first.pk).order_by("pk").values())

    as_lead.post(url_of("cancel", first), {"seen_state": "booked", "why": "ill"})

    assert list(Booking.objects.exclude(pk=first.pk).order_by("pk").values()) == before
    assert len(others) == len(before)
    first.refresh_from_db()
    assert (first.state, first.cancelled_by) == (BookingState.CANCELLED, CancelledBy.AGENCY)
    assert history_of(first).last().actor == lead


def test_somebody_who_waits_is_withdrawn(as_lead, event, agency):
    booking = BookingFactory(event=event, agency=agency, state=BookingState.WAITING)

    as_lead.post(url_of("cancel", booking), {"seen_state": "waiting"})

    assert Booking.objects.get(pk=booking.pk).state == BookingState.WITHDRAWN


def test_booking_page_says_who_did_what(as_lead, event, agency, lead):
    booking = actions.book_group(
        event.pk, agency, [Named("Ann", "a@x.example")], key=uuid.uuid4(), actor=lead
    )[0]

    assert f"{lead.full_name} booked online" in words(as_lead.get(url_of("booking", booking)))


def test_booking_page_keeps_what_was_told_to_the_training_team(as_lead, booking):
    actions.cancel_booking(
        booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, why="A hospital appointment"
    )

    page = words(as_lead.get(url_of("booking", booking)))

    assert "cancelled the place" in page
    assert "hospital" not in page


def test_events_to_book_are_found_by_title(as_lead, agency, event, board):
    other = EventFactory(course=CourseFactory(board=board, title="Neglect"))
    url = reverse("bookings:agency_events", args=[agency.pk])

    page = words(as_lead.get(url, {"q": "negl"}))

    assert other.course.title in page
    assert event.course.title not in page
