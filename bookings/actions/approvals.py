"""The manager's agreement: asked through a link that needs no account."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.casework import event_facts
from bookings.choices import Answer, BookingState
from bookings.models import Approval, Booking
from bookings.policies import rules_of
from bookings.policy.moments import approval_times_out_at, remind_manager_at
from bookings.rules import Refused
from people.actions import record_change
from people.models.users import normal_email

from .charging import settle
from .moving import move
from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def answer_approval(
    booking_id: int,
    answer: Answer,
    *,
    answered_by: str,
    actor: "User | None" = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> Booking:
    """Records what the manager (or staff for them) says. The same answer again changes nothing.

    Raises `Refused` when it was answered otherwise, or the booking no longer waits for it.
    Side effects, in order: the answer; the booking, booked or refused; an audit entry; what is owed; the
    message to the person; after a refusal the freed place goes to the first who waits.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    approval = Approval.objects.select_for_update().filter(booking=booking).first()
    if approval is not None and approval.answer == answer:
        return booking
    if approval is None or approval.answer or booking.state != BookingState.AWAITING:
        raise Refused(rules.NOTHING_TO_APPROVE)
    approval.answer, approval.answered_at = answer, at
    approval.answered_by, approval.note = answered_by[:254], note[:300]
    approval.save(update_fields=["answer", "answered_at", "answered_by", "note"])
    by_link = actor is None
    if answer == Answer.APPROVED:
        move(
            booking, "approved", BookingState.BOOKED, actor=actor, at=at, why=note, by_link=by_link
        )
        settle(booking, at=at)
        messages.booking_made(booking)
        return booking
    move(
        booking, "not approved", BookingState.REFUSED, actor=actor, at=at, why=note, by_link=by_link
    )
    messages.booking_refused(booking)
    fill_free_places(booking.event, actor=actor, why="a place was not approved", at=at)
    return booking


@transaction.atomic
def pass_question_on(
    booking_id: int, *, deputy_email: str, at: dt.datetime | None = None
) -> Approval:
    """The manager passes the question on to a deputy; both may answer it then, the first answer counts.

    Raises `Refused`: answered already, the policy knows no deputies, or the deputy is the delegate.
    Side effects, in order: the question; the message to the deputy.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    approval = Approval.objects.select_for_update().filter(booking=booking).first()
    if approval is None or approval.answer or booking.state != BookingState.AWAITING:
        raise Refused(rules.NOTHING_TO_APPROVE)
    if not rules_of(booking.policy).approval.deputy:
        raise Refused(rules.NO_DEPUTY)
    email = normal_email(deputy_email)
    if email == booking.person.email:
        raise Refused(rules.OWN_DEPUTY)
    approval.deputy_email = email
    approval.save(update_fields=["deputy_email"])
    approval.booking = booking
    messages.deputy_asked(approval)
    return approval


@transaction.atomic
def ask_somebody_else(
    booking_id: int,
    *,
    email: str,
    actor: "User | None",
    why: str = "",
    at: dt.datetime | None = None,
) -> Approval:
    """Staff ask another address instead: links sent before no longer count, and the time starts anew.

    Raises `Refused`: answered already, or the address is the delegate's own.
    Side effects, in order: the question; an audit entry on the booking; the message to the new address.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    approval = Approval.objects.select_for_update().filter(booking=booking).first()
    if approval is None or approval.answer or booking.state != BookingState.AWAITING:
        raise Refused(rules.NOTHING_TO_APPROVE)
    email = normal_email(email)
    if email == booking.person.email:
        raise Refused(rules.OWN_DEPUTY)
    policy = rules_of(booking.policy)
    approval.booking = booking
    approval.manager_name, approval.manager_email, approval.deputy_email = "", "", email
    approval.asked_at, approval.reminded_at = at, None
    approval.remind_at = remind_manager_at(policy, at)
    approval.times_out_at = approval_times_out_at(policy, event_facts(booking.event), at)
    approval.save()
    said = f"{email}: {why}" if why else email
    record_change(booking, "asked somebody else", actor=actor, now=booking.state, why=said, at=at)
    messages.deputy_asked(approval)
    return approval


def remind_managers(at: dt.datetime) -> int:
    """Reminds each manager who has not answered, once, when the policy says; returns how many."""
    due = Approval.objects.filter(
        answer="", reminded_at__isnull=True, remind_at__lte=at, booking__state=BookingState.AWAITING
    )
    reminded = 0
    for approval_id in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            approval = (
                Approval.objects.select_for_update(of=("self",))
                .filter(pk=approval_id, answer="", reminded_at__isnull=True)
                .first()
            )
            if approval is None:
                continue
            approval.reminded_at = at
            approval.save(update_fields=["reminded_at"])
            messages.approval_reminded(approval)
            reminded += 1
    return reminded


def time_out_approvals(at: dt.datetime) -> int:
    """Ends what no manager has answered in time; returns how many.

    Side effects of each, in order: the question; the booking, lapsed; an audit entry; the messages; the freed
    place goes to the first who waits.
    """
    due = Approval.objects.filter(
        answer="", times_out_at__lte=at, booking__state=BookingState.AWAITING
    )
    ended = 0
    for booking_id in due.order_by("pk").values_list("booking_id", flat=True):
        ended += _time_out(booking_id, at)
    return ended


@transaction.atomic
def _time_out(booking_id: int, at: dt.datetime) -> bool:
    booking = locks.lock_booking(booking_id)
    approval = Approval.objects.select_for_update().get(booking=booking)
    if approval.answer or booking.state != BookingState.AWAITING:
        return False
    approval.answer, approval.answered_at = Answer.TIMED_OUT, at
    approval.save(update_fields=["answer", "answered_at"])
    why = "the manager did not answer in time"
    move(booking, "lapsed", BookingState.LAPSED, actor=None, at=at, why=why)
    messages.approval_timed_out(booking)
    fill_free_places(booking.event, actor=None, why=why, at=at)
    return True
