"""What a real mail server's answers do to messages: it stands in a process of its own."""

import datetime as dt

import pytest
from django.utils import timezone

from notices.actions import delivery, record_bounce, send_due, send_message
from notices.actions.delivery import claim
from notices.models import Message, SendingHours, Suppression

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


def test_refusal_of_who_we_are_is_no_bounce_and_is_tried_again(mail_server, queue_to):
    message = send(queue_to("relay@agency.example"))

    assert message.state == "waiting"
    assert not Suppression.objects.exists()


def test_batch_that_takes_too_long_hands_the_rest_back_uncounted(
    start_mail_server, mail_settings, queue_to, monkeypatch
):
    mail_settings(start_mail_server(delay=0.2))
    monkeypatch.setattr(delivery, "BATCH_SECONDS", 0.5)
    for number in range(8):
        queue_to(f"person{number}@agency.example")

    settled = send_due()

    assert 0 < settled < 8
    waiting = Message.objects.filter(state="waiting")
    assert set(waiting.values_list("attempts", flat=True)) == {0}
    assert waiting.count() == 8 - settled


def test_note_that_comes_too_late_changes_nothing_and_ends_nothing(mail_server, queue_to):
    late, next_ = queue_to("later@agency.example"), queue_to("ann@agency.example")
    claimed = claim([late.pk, next_.pk], at=timezone.now())
    Message.objects.filter(pk=late.pk).update(state="sent", sent_at=timezone.now(), body="x")

    delivery._send(claimed)

    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {late.pk: "sent", next_.pk: "sent"}


def test_bounce_heard_of_before_the_note_stays(mail_server, queue_to):
    message = queue_to("ann@agency.example")
    claimed = claim([message.pk], at=timezone.now())
    record_bounce(message.message_id, detail="550 5.1.1 unknown")

    delivery._send(claimed)

    message.refresh_from_db()
    assert message.state == "bounced"


def test_message_that_cannot_be_written_fails_alone(mail_server, queue_to, logged_errors):
    bad, good = queue_to("ann@agency.example"), queue_to("bob@agency.example")
    SendingHours.objects.create(board=bad.board, sender_name="Board\nBcc: all@agency.example")

    send_due()
    logged_errors.clear()

    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {bad.pk: "failed", good.pk: "sent"}


def test_server_that_is_away_costs_one_attempt_a_round(queue_to, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for number in range(5):
        queue_to(f"person{number}@agency.example")

    assert send_due() == 0

    attempts = sorted(Message.objects.values_list("attempts", flat=True))
    assert attempts == [0, 0, 0, 0, 1]
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}


def test_provider_that_is_not_set_up_fails_no_message(queue_to, settings):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    message = send(queue_to("ann@agency.example"))

    assert message.state == "waiting"
    assert "POSTMARK_SERVER_TOKEN" in message.last_error
