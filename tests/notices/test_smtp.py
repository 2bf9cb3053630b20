"""What a real mail server's answers do to messages: it stands in a process of its own."""

import datetime as dt

import pytest
from django.utils import timezone

from notices.actions import send_due, send_message
from notices.models import Message, Suppression

pytestmark = pytest.mark.django_db


def send(message):
    send_message(message.pk)
    message.refresh_from_db()
    return message


def test_accepted_mail_is_sent_whole(mail_server, queue_to):
    message = send(queue_to("ann@agency.example"))

    (mail,) = mail_server.mails()
    assert (message.state, mail["Message-ID"]) == ("sent", message.message_id)
    assert mail["To"] == "ann@agency.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == message.board.contact_email
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html"]
    text, html = (p.get_content() for p in mail.walk() if not p.is_multipart())
    for fact in (message.person.full_name, "Reference: "):
        assert fact in text
        assert fact in html


def test_temporary_refusal_waits_longer_each_time_with_the_same_id(mail_server, queue_to):
    message = queue_to("later@agency.example")
    waits = []

    for _ in range(3):
        at = timezone.now()
        Message.objects.filter(pk=message.pk).update(send_after=at)
        send(message)
        waits.append(message.send_after - at)

    assert message.state == "waiting"
    assert "450" in message.last_error
    assert dt.timedelta(0) < waits[0] < waits[1] < waits[2]
    assert message.attempts == 3


def test_mail_that_a_later_attempt_brings_has_the_first_message_id(mail_server, queue_to):
    message = queue_to("data-later@agency.example")
    number = message.message_id
    send(message)
    Message.objects.filter(pk=message.pk).update(
        to_email="ann@agency.example", send_after=timezone.now()
    )

    send(message)

    assert [mail["Message-ID"] for mail in mail_server.mails()] == [number]


def test_unknown_mailbox_bounces_and_is_suppressed(mail_server, queue_to):
    message = send(queue_to("unknown@agency.example"))

    assert message.state == "bounced"
    assert Suppression.objects.get().email == "unknown@agency.example"


def test_nothing_more_goes_to_a_suppressed_address(mail_server, queue_to):
    send(queue_to("unknown@agency.example"))

    message = send(queue_to("unknown@agency.example"))

    assert (message.state, mail_server.mails()) == ("failed", [])
    assert "came back before" in message.last_error


def test_full_mailbox_fails_without_being_suppressed(mail_server, queue_to):
    message = send(queue_to("full@agency.example"))

    assert message.state == "failed"
    assert not Suppression.objects.exists()


def test_refused_content_fails_for_good(mail_server, queue_to):
    message = send(queue_to("data-refused@agency.example"))

    assert message.state == "failed"
    assert not Suppression.objects.exists()


def test_connection_lost_after_the_mail_was_taken_gives_one_duplicate_with_the_same_id(
    mail_server, queue_to
):
    message = send(queue_to("drop@agency.example"))
    assert message.state == "waiting"
    Message.objects.update(to_email="ann@agency.example", send_after=timezone.now())

    send(message)

    first, second = mail_server.mails()
    assert first["Message-ID"] == second["Message-ID"] == message.message_id
    assert message.state == "sent"


def test_one_bad_address_does_not_stop_the_others(mail_server, queue_to):
    names = ["ann", "unknown", "drop", "later", "data-refused", "bob", "cat"]
    for name in names:
        queue_to(f"{name}@agency.example")

    send_due()

    states = dict(Message.objects.values_list("to_email", "state"))
    assert [states[f"{name}@agency.example"] for name in names] == [
        "sent",
        "bounced",
        "waiting",
        "waiting",
        "failed",
        "sent",
        "sent",
    ]


def test_many_mails_share_one_connection(mail_server, queue_to):
    for number in range(12):
        queue_to(f"person{number}@agency.example")

    assert send_due() == 12

    assert (len(mail_server.mails()), mail_server.connections()) == (12, 1)


def test_names_cannot_add_headers(mail_server, queue_to):
    message = queue_to("ann@agency.example", words=("Hello\r\nBcc: all@agency.example", "Hello."))

    send(message)

    (mail,) = mail_server.mails()
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: all@agency.example"
