"""Messages in every state, so that the officer's desk has something to show. All through the actions."""

import datetime as dt
import smtplib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone

from bookings.actions import write_to_everyone
from bookings.messages.kinds import WAITING
from bookings.models import Booking
from courses.models import Event
from notices import actions
from notices.actions.bounces import record_auto_reply, record_bounce
from notices.choices import Channel, MessageState
from notices.models import Message
from people.choices import Role

from .world import CWAC, World

OWN_WORDS = (
    "{{ name }}, this event is full, so you are on our waiting list. **Please do not come** unless we "
    "write to you that a place is yours.\n\n"
    "**{{ course }}**\n{{ when_and_where }}\n\n"
    "[See your position or leave the list]({{ booking_link }})\n\n"
    "Questions? Write to {{ contact }}."
)


class Refusing(BaseEmailBackend):
    """A mail server that answers every message with `answer`."""

    answer: tuple[int, bytes]

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        raise smtplib.SMTPDataError(*self.answer)


class Full(Refusing):
    answer = (452, b"4.2.2 The mailbox is full, try again later")


class Strict(Refusing):
    answer = (554, b"5.7.1 Message refused by the policy of this organisation")


@contextmanager
def mail_server(backend: type[BaseEmailBackend]) -> Iterator[None]:
    kept = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__qualname__}"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = kept


def build_messages(world: World) -> None:
    """Leaves the past untold, then gives the board's messages about coming events each state."""
    _leave_out_the_past()
    board, officer = world.boards[CWAC], world.accounts[Role.OFFICER]
    actions.save_wording(
        board.pk, WAITING, subject="Waiting: {{ course }}", body=OWN_WORDS, actor=officer
    )
    coming = Booking.objects.filter(
        event__board=board, event__starts_at__gt=timezone.now(), state="booked"
    )
    waiting = Message.objects.filter(
        board=board,
        kind="booked",
        state=MessageState.WAITING,
        channel=Channel.EMAIL,
        about_type=Booking._meta.label_lower,
        about_id__in=coming.values("pk"),
    )
    held, moved, cancelled, bounced, answered, refused, tried, *_ = waiting.order_by("pk")[:7]
    actions.hold_message(held.pk, actor=officer)
    _edit_and_move(moved, officer)
    actions.cancel_message(cancelled.pk, actor=officer, why="Told by phone")
    _sent_and_heard_of(bounced, answered)
    with mail_server(Strict):
        actions.send_message(refused.pk)
    with mail_server(Full):
        actions.send_message(tried.pk)
    write_to_everyone(
        _well_booked(coming).pk,
        groups=["booked", "trainers"],
        subject="Where to park: {{ course }}",
        body="{{ name }}, the car park is closed. Please use the one in Example Road.\n\n{{ board }}",
        request_key=uuid.UUID(int=2014),
        actor=officer,
    )


def _leave_out_the_past() -> None:
    """The demo's past was told by an older system: only what is about coming events has messages."""
    over = Event.objects.filter(ends_at__lt=timezone.now())
    about_event = Q(about_type=Event._meta.label_lower, about_id__in=over.values("pk"))
    bookings = Booking.objects.filter(event__in=over)
    about_booking = Q(about_type=Booking._meta.label_lower, about_id__in=bookings.values("pk"))
    Message.objects.filter(about_event | about_booking).delete()


def _edit_and_move(message: Message, officer: Any) -> None:
    actions.edit_message(
        message.pk,
        subject="You have a place, with one change",
        body="{{ name }}, you have a place on {{ course }}. Please bring a laptop.\n\n{{ board }}",
        actor=officer,
    )
    in_two_days = timezone.localtime() + dt.timedelta(days=2)
    actions.move_message(message.pk, in_two_days.replace(hour=9, minute=0), actor=officer)


def _sent_and_heard_of(bounced: Message, answered: Message) -> None:
    for message in (bounced, answered):
        actions.send_message(message.pk)
    record_bounce(bounced.message_id, detail="550 5.1.1 No such mailbox here")
    record_auto_reply(answered.message_id, subject="Out of office until Monday")


def _well_booked(coming: Any) -> Event:
    event_id = coming.order_by("event__starts_at", "event_id").values_list("event", flat=True)[0]
    return Event.objects.get(pk=event_id)
