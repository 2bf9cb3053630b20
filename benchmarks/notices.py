"""Draining a full outbox: two senders at once against a mail server in a process of its own.

The floor is the same number of the same mails handed over by smtplib alone, on one connection.
"""

import datetime as dt
import email
import os
import smtplib
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bookings.choices import BookingState
from bookings.messages.kinds import BOOKED
from bookings.models import Booking
from courses.choices import EventState
from notices.models import Message

from . import world

MESSAGES = 10_000
SENDERS = 2


def run(scale: float) -> dict[str, object]:
    wanted = max(int(MESSAGES * scale), 100)
    _fill_outbox(wanted)
    with tempfile.TemporaryDirectory(prefix="cohort-mail-") as folder:
        server, port = _start_server(Path(folder))
        try:
            took = _drain(port)
            mails = sorted(Path(folder).glob("*.eml"))
            arrived = Counter(_message_id(path) for path in mails)
            floor = _hand_over(mails[0].read_bytes(), wanted, port)
        finally:
            server.kill()
            server.wait()
    return {
        "messages": wanted,
        "senders": SENDERS,
        "seconds": round(took, 1),
        "messages_per_second": round(wanted / took),
        "arrived": len(arrived),
        "duplicates": sum(arrived.values()) - len(arrived),
        "not_sent": Message.objects.exclude(state="sent").count(),
        "smtplib_seconds": round(floor, 1),
        "ratio": round(took / floor, 1),
    }


def _fill_outbox(wanted: int) -> None:
    """`wanted` messages that are due, about the bookings of a full calendar."""
    first_day = timezone.localdate() + dt.timedelta(days=30)
    events = world.add_events(
        max(wanted // 200, 5), first_day=first_day, days=30, state=EventState.PUBLISHED
    )
    people = world.people(len(events) * 20)
    agency = world.agencies(10)[0]
    now = timezone.now()
    bookings = Booking.objects.bulk_create(
        [
            Booking(
                reference=f"N{number:011d}",
                person=person,
                event=events[number // 20],
                state=BookingState.BOOKED,
                agency=agency,
                sector=agency.sector,
                made_at=now,
            )
            for number, person in enumerate(people)
        ],
        batch_size=world.BATCH,
    )
    Message.objects.bulk_create(
        [
            Message(
                key=f"benchmark:{number}",
                kind=BOOKED.code,
                board=world.board(),
                person=booking.person,
                to_name=booking.person.full_name,
                to_email=f"person{number}@agency.example",
                about_type="bookings.booking",
                about_id=booking.pk,
                send_after=now,
                message_id=f"<{uuid.uuid4().hex}@cohort>",
            )
            for number in range(wanted)
            for booking in [bookings[number % len(bookings)]]
        ],
        batch_size=world.BATCH,
    )


def _start_server(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    command = [sys.executable, "-m", "tests.notices.mail_server", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=settings.BASE_DIR)  # noqa: S603  ours
    assert server.stdout is not None  # noqa: S101  for the type checker
    return server, int(server.stdout.readline())


def _drain(port: int) -> float:
    """Seconds until both senders have come to an end, their start (some seconds) included."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notices.worker_settings",
        "TEST_SMTP_PORT": str(port),
        "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
    }
    began = time.perf_counter()
    senders = [
        subprocess.Popen(
            [sys.executable, "manage.py", "send_notices"],
            env=env,
            cwd=settings.BASE_DIR,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(SENDERS)
    ]
    for sender in senders:
        sender.wait()
    return time.perf_counter() - began


def _message_id(path: Path) -> str:
    return str(email.message_from_bytes(path.read_bytes())["Message-ID"])


def _hand_over(mail: bytes, times: int, port: int) -> float:
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(times):
            server.sendmail("training@localhost", [f"person{number}@agency.example"], mail)
    return time.perf_counter() - began
