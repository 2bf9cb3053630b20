"""From the course page to a booked place."""

import re
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState
from bookings.models import AccessNeed, Booking
from courses.actions import cancel_event, update_event
from courses.choices import EventState, WhyCancelled
from people.models import Person
from people.queries import current_employment
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    CourseFactory,
    EventFactory,
    PersonFactory,
    RoleGroupFactory,
)

pytestmark = pytest.mark.django_db


def details_url(event):
    return reverse("bookings:details", args=[event.pk])


def check_url(event):
    return reverse("bookings:check", args=[event.pk])


def form_for(event, **changes):
    return {"request_key": str(uuid.uuid4()), "seen_version": event.version, **changes}


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def code_in(message):
    return re.search(r"code is:\n\n(\S+)", message.body).group(1)


def test_visitor_signs_up_by_code_and_lands_on_the_same_event(client, board, event):
    sent_to = client.get(details_url(event))
    client.post(
        reverse("account_signup"),
        {"email": "new@agency.example", "full_name": "New Person", "next": details_url(event)},
    )
    landed = client.post(
        reverse("account_email_verification_sent"),
        {"code": code_in(mail.outbox[-1]), "next": details_url(event)},
    )

    assert sent_to.url == f"{reverse('account_login')}?next={details_url(event)}"
    assert landed.url == details_url(event)
    assert client.get(landed.url).status_code == 200


def test_known_account_signs_in_by_code_and_lands_on_the_same_event(client, event, person, user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post(
        reverse("account_request_login_code"), {"email": user.email, "next": details_url(event)}
    )
    landed = client.post(
        reverse("account_confirm_login_code"),
        {"code": code_in(mail.outbox[-1]), "next": details_url(event)},
    )

    assert landed.url == details_url(event)


def test_signing_in_takes_over_the_record_kept_under_the_address(client, user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    known = PersonFactory(email=user.email)

    client.post(reverse("account_request_login_code"), {"email": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[-1])})

    known.refresh_from_db()
    assert known.user == user


def test_first_timer_is_asked_where_they_work(client, user, agency, event):
    client.force_login(user)
    role_group = RoleGroupFactory()

    page = client.get(details_url(event))
    answer = client.post(
        details_url(event),
        {"agency": agency.pk, "role_group": role_group.pk, "access_need": "Hearing loop"},
    )

    assert agency.name in words(page)
    assert answer.url == check_url(event)
    assert current_employment(Person.objects.get(user=user)).agency == agency
    assert "Hearing loop" in words(client.get(check_url(event)))


def test_details_page_writes_nothing(client, user, event):
    client.force_login(user)

    client.get(details_url(event))
    client.get(check_url(event))

    assert not Person.objects.filter(user=user).exists()


def test_missing_agency_is_said_beside_the_field_and_the_rest_is_kept(client, user, event):
    client.force_login(user)

    answer = client.post(details_url(event), {"job_title": "Health visitor"})

    assert "<title>Error: " in answer.content.decode()
    assert words(answer).count("Choose the agency you work for") == 2
    assert "Health visitor" in answer.content.decode()


def test_agency_of_another_board_cannot_be_chosen(client, user, event):
    client.force_login(user)
    elsewhere = AgencyFactory(boards=[BoardFactory()])

    answer = client.post(details_url(event), {"agency": elsewhere.pk})

    assert "Choose an agency from the list" in words(answer)


def test_returning_practitioner_goes_straight_to_the_check_page(signed_in, event):
    assert signed_in.get(details_url(event)).url == check_url(event)


def test_change_link_shows_the_details_again(signed_in, event, agency):
    page = signed_in.get(f"{details_url(event)}?change=1")

    assert page.context["form"].initial["agency"] == agency.pk


def test_check_page_says_what_is_booked(signed_in, event, person, agency):
    text = words(signed_in.get(check_url(event)))

    for fact in (event.course.title, person.full_name, agency.name, "Book this place"):
        assert fact in text


def test_booking_lands_on_the_confirmation(signed_in, event, person, agency):
    answer = signed_in.post(check_url(event), form_for(event))

    booking = Booking.objects.get()
    assert answer.url == reverse("bookings:confirmation", args=[booking.reference])
    assert (booking.person, booking.agency, booking.state) == (person, agency, BookingState.BOOKED)


def test_access_need_is_kept_with_the_booking_and_not_for_the_next(signed_in, event, agency):
    role_group = RoleGroupFactory()
    signed_in.post(
        details_url(event),
        {"agency": agency.pk, "role_group": role_group.pk, "access_need": "Large print"},
    )

    signed_in.post(check_url(event), form_for(event))

    assert AccessNeed.objects.get().text == "Large print"
    assert "Large print" not in str(dict(signed_in.session))


def test_double_click_gives_the_same_booking(signed_in, event):
    form = form_for(event)

    first = signed_in.post(check_url(event), form)
    second = signed_in.post(check_url(event), form)

    assert first.url == second.url
    assert Booking.objects.count() == 1


def test_full_event_offers_the_waiting_list_on_the_check_page(signed_in, course):
    event = EventFactory(course=course, capacity=1)
    BookingFactory(event=event)

    page = signed_in.get(check_url(event))
    answer = signed_in.post(check_url(event), form_for(event, or_wait="1"), follow=True)

    assert "You would be the first" in words(page)
    assert "You are on the waiting list" in words(answer)
    assert "Position 1" in words(answer)


def test_last_place_gone_meanwhile_offers_the_waiting_list_with_one_button(signed_in, course):
    event = EventFactory(course=course, capacity=1)
    form = form_for(event)
    BookingFactory(event=event)

    page = signed_in.post(check_url(event), form)
    answer = signed_in.post(check_url(event), {**form, "or_wait": "1"}, follow=True)

    assert "The last place has just gone" in words(page)
    assert form["request_key"] in page.content.decode()
    assert "You are on the waiting list" in words(answer)


def test_event_cancelled_between_details_and_check_is_refused(signed_in, event):
    form = form_for(event)
    cancel_event(event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None)

    page = signed_in.post(check_url(event), form)

    assert "This event has been cancelled." in words(page)
    assert not Booking.objects.exists()


def test_event_moved_meanwhile_is_shown_again_before_booking(signed_in, event):
    form = form_for(event)
    update_event(event.pk, fields={"capacity": 9}, actor=None)

    page = signed_in.post(check_url(event), form)

    assert "The board has changed this event" in words(page)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": EventState.CANCELLED}, "This event has been cancelled."),
        ({"state": EventState.TENTATIVE}, "This date is planned but not confirmed"),
        ({"state": EventState.COMPLETED}, "This event has already started."),
        ({"booking_closes_at": timezone.now()}, "Booking closed on"),
    ],
)
def test_event_that_cannot_be_booked_says_why(signed_in, course, fields, reason):
    event = EventFactory(course=course, **fields)

    page = signed_in.get(details_url(event))

    assert reason in words(page)
    assert "See other dates" in words(page)


def test_booked_already_links_to_the_booking(signed_in, event, person):
    booking = BookingFactory(event=event, person=person)

    page = signed_in.get(details_url(event))

    assert "You already have a place on this event." in words(page)
    assert reverse("bookings:confirmation", args=[booking.reference]) in page.content.decode()


def test_booked_in_another_window_is_refused_with_a_link(signed_in, event, person):
    form = form_for(event)
    booking = BookingFactory(event=event, person=person)

    page = signed_in.post(check_url(event), form)

    assert reverse("bookings:confirmation", args=[booking.reference]) in page.content.decode()


def test_event_of_another_board_is_not_found(signed_in):
    elsewhere = EventFactory()

    assert signed_in.get(details_url(elsewhere)).status_code == 404
    assert signed_in.post(check_url(elsewhere)).status_code == 404


def test_event_opened_to_this_board_can_be_booked(signed_in, board):
    event = EventFactory(course=CourseFactory())
    event.open_to.add(board)

    signed_in.post(check_url(event), form_for(event))

    assert Booking.objects.get().event == event


def test_draft_is_not_found(signed_in, course):
    draft = EventFactory(course=course, state=EventState.DRAFT)

    assert signed_in.get(details_url(draft)).status_code == 404


def test_nonsense_in_the_hidden_fields_books_nothing(signed_in, event):
    page = signed_in.post(check_url(event), {"request_key": "x" * 999, "seen_version": "y"})

    assert page.status_code == 200
    assert not Booking.objects.exists()
