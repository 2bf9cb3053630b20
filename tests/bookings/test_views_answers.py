"""The manager's page; and that opening what our mail links to changes nothing at all."""

import datetime as dt
import hashlib
import re

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.urls import reverse
from django.utils import timezone

from bookings.choices import Answer, BookingState
from bookings.models import Approval, Booking
from bookings.secrets import approval_secret, secret_of
from tests.factories import ApprovalFactory, BookingFactory, PersonFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db

MANAGER, DEPUTY = "sam@agency.example", "kim@agency.example"


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r" ([.,:])", r"\1", " ".join(text.split()))


@pytest.fixture
def asked(event, agency, board):
    person = PersonFactory(full_name="Robin Larkspur")
    booking = BookingFactory(
        event=event,
        person=person,
        agency=agency,
        state=BookingState.AWAITING,
        price_pence=7500,
        policy=PolicyVersionFactory(board=board, sections={"approval": {"kind": "recorded"}}),
    )
    return ApprovalFactory(booking=booking, manager_email=MANAGER)


def page_of(asked, email=MANAGER):
    secret = approval_secret(asked, email)
    return reverse("bookings:approval", args=[asked.booking.reference, secret])


def test_page_says_who_what_what_it_costs_and_what_happens_if_not(client, asked):
    said = words(client.get(page_of(asked)))

    assert "May Robin Larkspur go on this training?" in said
    assert asked.booking.agency.name in said
    assert asked.booking.event.course.title in said
    assert "What it costs £75" in said
    assert "If you do not answer by" in said


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        (Answer.APPROVED, BookingState.BOOKED, "Thank you: you agreed"),
        (Answer.REFUSED, BookingState.REFUSED, "Thank you: you said no"),
    ],
)
def test_answer_ends_on_a_clear_page(client, asked, answer, state, said):
    page = client.post(page_of(asked), {"answer": answer}, follow=True)

    assert said in words(page)
    assert "Send my answer" not in words(page)
    assert Booking.objects.get().state == state


def test_no_choice_is_an_error_beside_the_choice_and_the_note_is_kept(client, asked):
    page = client.post(page_of(asked), {"note": "Only in the morning"})

    assert "Error: " in words(page)
    assert words(page).count("Say whether you agree") == 2
    assert "Only in the morning" in page.content.decode()


def test_second_answer_says_that_it_was_answered(client, asked):
    client.post(page_of(asked), {"answer": Answer.APPROVED})

    page = client.post(page_of(asked), {"answer": Answer.REFUSED})

    assert "has been answered already" in words(page)
    assert "Send my answer" not in words(page)
    assert Booking.objects.get().state == BookingState.BOOKED


def test_manager_passes_the_question_on_and_the_deputy_answers(client, asked):
    passed = client.post(page_of(asked), {"pass_on": "1", "email": DEPUTY}, follow=True)
    asked.refresh_from_db()
    deputy = client.get(page_of(asked, DEPUTY))
    client.post(page_of(asked, DEPUTY), {"answer": Answer.APPROVED})

    assert f"We have asked {DEPUTY}." in words(passed)
    assert "Somebody else should answer" not in words(deputy)
    assert Approval.objects.get().answered_by == DEPUTY


def test_delegates_own_address_is_refused_as_deputy(client, asked):
    own = asked.booking.person.email

    page = client.post(page_of(asked), {"pass_on": "1", "email": own})

    assert "That is the address of the person who wants to go." in words(page)
    assert "Send my answer" in words(page)


def test_booking_taken_back_leaves_nothing_to_answer(client, asked):
    Booking.objects.update(state=BookingState.WITHDRAWN)

    page = client.get(page_of(asked))

    assert "There is nothing to answer any more" in words(page)


def everything():
    """A hash of every row of every table."""
    return {
        model._meta.label: hashlib.sha256(
            serialize("json", model._base_manager.order_by("pk")).encode()
        ).hexdigest()
        for model in apps.get_models()
    }


def test_a_mail_scanner_that_opens_every_link_again_and_again_changes_no_row_of_any_table(
    client, event, asked
):
    now = timezone.now()
    live = {
        "offered": {"offer_expires_at": now + dt.timedelta(hours=9)},
        "booked": {"confirm_asked_at": now, "confirm_by": now + dt.timedelta(days=1)},
        "waiting": {},
        "applied": {},
    }
    bookings = [BookingFactory(event=event, state=state, **more) for state, more in live.items()]
    names = ("by_link", "cancel_by_link", "offer_by_link", "coming_by_link")
    pages = [
        reverse(f"bookings:{name}", args=[booking.reference, secret_of(booking)])
        for booking in (*bookings, asked.booking)
        for name in names
    ]
    before = everything()

    for _ in range(3):
        for page in (*pages, page_of(asked)):
            assert client.get(page, follow=True).status_code == 200

    assert everything() == before
