"""A sender killed at any point loses nothing, and sends one mail twice at most, under the same Message-ID."""

import datetime as dt
import socket
import time
from collections import Counter

import pytest
from django.utils import timezone

from notices.actions import recover_stuck, send_due
from notices.models import Message

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30


def wait_until(true, what):
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


def sending():
    return Message.objects.filter(state="sending").count()


def send_what_was_left(mail_server):
    """What the next round does ten minutes later; the mailbox answers now."""
    Message.objects.filter(state="sending").update(to_email="ann@agency.example")
    assert recover_stuck() == 0
    later = timezone.now() + dt.timedelta(minutes=11)
    recovered = recover_stuck(at=later)
    while send_due(at=later):
        pass
    return recovered


@pytest.mark.once
def test_killed_after_the_claim_loses_nothing(mail_server, queue_to, start_sender):
    message = queue_to("ann@agency.example")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = start_sender(silent.getsockname()[1])
        wait_until(sending, "the claim")
        sender.kill()
        sender.wait()

    assert send_what_was_left(mail_server) == 1

    assert [mail["Message-ID"] for mail in mail_server.mails()] == [message.message_id]


@pytest.mark.once
def test_killed_between_acceptance_and_note_repeats_one_mail(mail_server, queue_to, start_sender):
    message = queue_to("stall@agency.example")
    sender = start_sender(mail_server.port)
    wait_until(mail_server.mails, "the mail")
    sender.kill()
    sender.wait()

    assert send_what_was_left(mail_server) == 1

    assert [mail["Message-ID"] for mail in mail_server.mails()] == [message.message_id] * 2


@pytest.mark.once
def test_killed_in_the_middle_of_a_batch_repeats_one_mail_at_most(
    start_mail_server, mail_settings, queue_to, start_sender
):
    server = start_mail_server(delay=0.05)
    mail_settings(server)
    wanted = {queue_to(f"person{n}@agency.example").message_id for n in range(40)}
    sender = start_sender(server.port)
    wait_until(lambda: len(server.mails()) >= 10, "ten mails")
    sender.kill()
    sender.wait()

    send_what_was_left(server)

    arrived = Counter(str(mail["Message-ID"]) for mail in server.mails())
    assert set(arrived) == wanted
    assert sum(arrived.values()) <= len(wanted) + 1
    assert not Message.objects.exclude(state="sent").exists()


def test_two_senders_at_once_send_each_message_once(start_mail_server, queue_to, start_sender):
    server = start_mail_server()
    wanted = {queue_to(f"person{n}@agency.example").message_id for n in range(150)}

    senders = [start_sender(server.port), start_sender(server.port)]

    assert [sender.wait() for sender in senders] == [0, 0]
    arrived = Counter(str(mail["Message-ID"]) for mail in server.mails())
    assert arrived == Counter(dict.fromkeys(wanted, 1))
