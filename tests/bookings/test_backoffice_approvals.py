"""Managers asked: what is open, answering for a manager, asking somebody else."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.choices import Answer, BookingState
from bookings.models import Approval
from bookings.secrets import approval_secret, asked_address
from notices.models import Message
from people.queries import history_of
from tests.factories import ApprovalFactory

pytestmark = pytest.mark.django_db

INDEX = "office_approvals:index"


@pytest.fixture
def asked(event):
    return ApprovalFactory(
        booking__event=event,
        booking__person__full_name="Ann",
        manager_email="boss@agency.example",
    )


def post(client, name, asked, **data):
    return client.post(reverse(f"office_approvals:{name}", args=[asked.pk]), data)


def test_list_holds_what_is_open_and_whom_it_waits_for(as_officer, event, asked):
    ApprovalFactory(
        booking__event=event,
        booking__state=BookingState.BOOKED,
        booking__person__full_name="Ben",
        answer=Answer.APPROVED,
        answered_at=timezone.now(),
    )

    still_open = as_officer.get(reverse(INDEX)).content.decode()
    answered = as_officer.get(reverse(INDEX), {"which": "answered"}).content.decode()

    assert "boss@agency.example" in still_open
    assert ("Ann" in still_open, "Ben" in still_open) == (True, False)
    assert ("Ann" in answered, "Ben" in answered) == (False, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_however_long_it_is(as_officer, event, rows):
    ApprovalFactory.create_batch(rows, booking__event=event)
    as_officer.get(reverse(INDEX))

    with CaptureQueriesContext(connection) as queries:
        as_officer.get(reverse(INDEX))

    assert len(queries) == 12


@pytest.mark.parametrize(
    ("answer", "state"),
    [(Answer.APPROVED, BookingState.BOOKED), (Answer.REFUSED, BookingState.REFUSED)],
)
def test_staff_note_what_the_manager_says(as_officer, officer, asked, answer, state):
    post(as_officer, "answer", asked, answer=answer, note="Rang on Monday")

    asked.refresh_from_db()
    asked.booking.refresh_from_db()
    assert (asked.answer, asked.note, asked.booking.state) == (answer, "Rang on Monday", state)
    assert asked.answered_by == officer.full_name


def test_who_told_it_must_be_said(as_officer, asked):
    page = post(as_officer, "answer", asked, answer=Answer.APPROVED)

    assert "Say who told you, and how" in page.content.decode()
    assert Approval.objects.get().answer == ""


def test_question_that_was_answered_is_not_answered_again(as_officer, asked):
    post(as_officer, "answer", asked, answer=Answer.APPROVED, note="Rang")

    page = post(as_officer, "answer", asked, answer=Answer.REFUSED, note="Rang again")

    assert "answered already" in page.content.decode()


def test_somebody_else_is_asked_with_the_full_time_and_the_old_link_is_void(as_officer, asked):
    secret = approval_secret(asked, "boss@agency.example")
    Approval.objects.update(times_out_at=timezone.now() + dt.timedelta(minutes=5))

    post(as_officer, "ask", asked, email="Deputy@Agency.example", why="On leave")

    asked.refresh_from_db()
    assert asked_address(asked, secret) is None
    assert asked.deputy_email == "deputy@agency.example"
    assert asked.times_out_at > timezone.now() + dt.timedelta(days=1)
    assert Message.objects.get(kind="approval_asked").to_email == "deputy@agency.example"
    assert history_of(asked.booking).last().why == "deputy@agency.example: On leave"


def test_nobody_agrees_to_their_own_place(as_officer, asked):
    page = post(as_officer, "ask", asked, email=asked.booking.person.email)

    assert "address of the person who wants to go" in page.content.decode()
