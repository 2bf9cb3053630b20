"""A message is a row first, says a thing once, and survives a mail server that is down."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction

from notices.actions import queue_message, send_message
from notices.choices import MessageState
from notices.models import Message

pytestmark = pytest.mark.django_db

LETTER = {
    "key": "booking:1:booked",
    "to_email": "ann@agency.example",
    "subject": "Booked: Neglect",
    "body": "You have a place.",
}


@pytest.fixture
def mail_server_is_down(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_message_leaves_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = queue_message(**LETTER)
        assert mail.outbox == []

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert [m.subject for m in mail.outbox] == ["Booked: Neglect"]


def test_same_occasion_is_told_once():
    queue_message(**LETTER)

    assert queue_message(**LETTER) is None
    assert Message.objects.count() == 1


def test_rolled_back_cause_leaves_no_message():
    with transaction.atomic():
        queue_message(**LETTER)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_no_address_means_no_message():
    assert queue_message(**{**LETTER, "to_email": ""}) is None


def test_sending_twice_sends_once():
    message = queue_message(**LETTER)

    send_message(message.pk)
    send_message(message.pk)

    assert len(mail.outbox) == 1


def test_line_breaks_cannot_enter_the_subject():
    message = queue_message(**{**LETTER, "subject": "Booked\nBcc: all@agency.example"})

    assert message.subject == "Booked Bcc: all@agency.example"


@pytest.mark.usefixtures("mail_server_is_down")
def test_unreachable_server_keeps_the_message_waiting():
    message = queue_message(**LETTER)

    send_message(message.pk)

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert message.last_error


def test_waiting_messages_are_tried_again_by_the_command(capsys):
    queue_message(**LETTER)

    call_command("send_waiting_messages")

    assert Message.objects.get().state == MessageState.SENT
    assert "1 tried, 0 still waiting" in capsys.readouterr().out
