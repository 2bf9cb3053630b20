"""A message is a row first, says a thing once, and survives a mail server that is down."""

import datetime as dt
import itertools

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from bookings.messages.kinds import BOOKED
from notices import hooks
from notices.actions import (
    Recipient,
    cancel_message,
    edit_message,
    hold_message,
    queue_message,
    recover_stuck,
    release_message,
    resend,
    send_due,
    send_message,
)
from notices.actions.delivery import claim
from notices.actions.desk import DeskRefused
from notices.choices import Channel, MessageState
from notices.models import Message
from tests.factories import BookingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    return BookingFactory()


@pytest.fixture
def queue(booking):
    """Queues "booked" for the booking; keywords replace what it is queued with."""

    def queue(**changes):
        wanted = {
            "key": "booking:1:booked",
            "board_id": booking.event.board_id,
            "to": Recipient(booking.person.full_name, "ann@agency.example", booking.person_id),
            "about": booking,
        }
        return queue_message(BOOKED, **{**wanted, **changes})

    return queue


@pytest.fixture
def mail_server_is_down(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_message_leaves_after_commit(queue, booking, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = queue()
        assert mail.outbox == []

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert [m.subject for m in mail.outbox] == [f"Booked: {booking.event.course.title}"]
    assert message.body == mail.outbox[0].body


def test_same_occasion_is_told_once(queue):
    queue()

    assert queue() is None
    assert Message.objects.count() == 1


def test_rolled_back_cause_leaves_no_message(queue):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_without_an_address_it_becomes_a_letter(queue):
    message = queue(to=Recipient("Ann Example"))

    send_message(message.pk)

    message.refresh_from_db()
    assert (message.channel, message.state) == (Channel.LETTER, MessageState.WAITING)


def test_sending_twice_sends_once(queue):
    message = queue()

    send_message(message.pk)
    send_message(message.pk)

    assert len(mail.outbox) == 1


def test_line_breaks_cannot_enter_the_subject(queue):
    message = queue(words=("Booked\nBcc: all@agency.example", "Come."))

    send_message(message.pk)

    assert mail.outbox[0].subject == "Booked Bcc: all@agency.example"


def test_what_is_no_longer_true_never_leaves(queue, booking):
    message = queue()
    booking.state = "cancelled"
    booking.cancelled_at = timezone.now()
    booking.save()

    send_message(message.pk)

    message.refresh_from_db()
    assert (message.state, mail.outbox) == (MessageState.CANCELLED, [])
    assert "cancelled" in message.last_error


@pytest.mark.usefixtures("mail_server_is_down")
def test_unreachable_server_keeps_the_message_waiting(queue):
    message = queue()

    send_message(message.pk)

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert message.send_after > timezone.now()
    assert message.last_error


@pytest.mark.usefixtures("mail_server_is_down")
def test_retries_carry_the_same_message_id_and_end(queue, booking, time_machine):
    message = queue()
    number = message.message_id
    booking.event.sessions.update(
        starts_at=timezone.now() + dt.timedelta(days=60),
        ends_at=timezone.now() + dt.timedelta(days=60, hours=1),
    )
    booking.event.ends_at = timezone.now() + dt.timedelta(days=60, hours=1)
    booking.event.save()
    waits = []
    for _ in range(20):
        message.refresh_from_db()
        if message.state != MessageState.WAITING:
            break
        time_machine.move_to(message.send_after + dt.timedelta(seconds=1))
        waits.append(message.send_after)
        send_message(message.pk)

    assert (message.state, message.attempts, message.message_id) == ("failed", 8, number)
    gaps = [later - earlier for earlier, later in itertools.pairwise(waits)]
    assert gaps == sorted(gaps)


def test_two_claims_never_get_the_same_message(queue):
    message = queue()

    first = claim([message.pk], at=timezone.now())
    second = claim([message.pk], at=timezone.now())

    assert ([m.pk for m in first], second) == ([message.pk], [])


def test_message_left_half_sent_is_put_back_after_ten_minutes(queue, time_machine):
    message = queue()
    claim([message.pk], at=timezone.now())

    assert recover_stuck() == 0
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=11))
    assert recover_stuck() == 1

    send_message(message.pk)
    assert len(mail.outbox) == 1


def test_batch_leaves_in_the_order_in_which_it_was_due(queue):
    for number in (1, 2, 3):
        queue(key=f"booking:{number}", words=(f"Message {number}", "Read me."))

    send_due()

    assert [each.subject for each in mail.outbox] == ["Message 1", "Message 2", "Message 3"]


def test_waiting_messages_are_sent_by_the_command(queue, capsys):
    queue()

    call_command("send_notices")

    assert Message.objects.get().state == MessageState.SENT
    assert "1 tried" in capsys.readouterr().out


def test_held_message_stays_until_it_is_let_go(queue, django_capture_on_commit_callbacks):
    message = queue()
    hold_message(message.pk, actor=None)
    send_message(message.pk)
    assert mail.outbox == []

    with django_capture_on_commit_callbacks(execute=True):
        release_message(message.pk, actor=None)

    assert len(mail.outbox) == 1


def test_edited_message_leaves_in_its_own_words(queue):
    message = queue()
    edit_message(message.pk, subject="Bring a coat", body="It is cold there.", actor=None)

    send_message(message.pk)

    assert (mail.outbox[0].subject, mail.outbox[0].body) == ("Bring a coat", "It is cold there.")


def test_cancelled_message_cannot_be_changed(queue):
    message = queue()
    cancel_message(message.pk, actor=None)

    with pytest.raises(DeskRefused, match="already cancelled"):
        hold_message(message.pk, actor=None)


def test_resending_makes_a_message_with_an_id_of_its_own(queue):
    message = queue()
    send_message(message.pk)

    again = resend(message.pk, email="new@agency.example", actor=None)
    send_message(again.pk)

    assert mail.outbox[1].to == ["new@agency.example"]
    assert again.message_id != message.message_id


def test_message_that_stops_its_sender_every_time_is_given_up(queue, time_machine):
    message = queue()
    now = timezone.now()
    for _ in range(12):
        claim([message.pk], at=now)
        now += dt.timedelta(minutes=11)
        recover_stuck(at=now)

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.FAILED, 8)
    assert "stopped half-way each time" in message.last_error


def test_planner_that_fails_keeps_no_mail_from_leaving(queue, monkeypatch, logged_errors):
    def fail(at):
        raise ZeroDivisionError

    monkeypatch.setattr(hooks, "planners", [fail, *hooks.planners])
    monkeypatch.setattr("notices.management.commands.send_notices.planners", hooks.planners)
    queue()

    call_command("send_notices")

    assert Message.objects.get().state == MessageState.SENT
    assert "part of the round failed" in logged_errors.pop().getMessage()
