import email
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from bookings.messages.kinds import BOOKED
from notices.actions import Recipient, queue_message
from notices.models import Message
from tests.factories import BookingFactory


class MailServer:
    """The stand-in's process, and what it has taken."""

    def __init__(self, folder: Path, *, delay: float = 0) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "tests.notices.mail_server", str(folder)]
        self.process = subprocess.Popen(
            [*command, "--delay", str(delay)], stdout=subprocess.PIPE, cwd=django_settings.BASE_DIR
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def mails(self) -> list[EmailMessage]:
        return [
            email.message_from_bytes(path.read_bytes(), policy=default)
            for path in sorted(self.folder.glob("*.eml"))
        ]

    def connections(self) -> int:
        return len((self.folder / "connections").read_text().splitlines())

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def start_mail_server(tmp_path: Path) -> Iterator[Callable[..., MailServer]]:
    started: list[MailServer] = []

    def start(**options: float) -> MailServer:
        folder = tmp_path / f"mail-{len(started)}"
        folder.mkdir()
        started.append(MailServer(folder, **options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def mail_settings(settings: object) -> Callable[[MailServer], None]:
    """Sends this process's mail to a stand-in."""

    def point_at(server: MailServer) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = False

    return point_at


@pytest.fixture
def mail_server(
    start_mail_server: Callable[..., MailServer], mail_settings: Callable[[MailServer], None]
) -> MailServer:
    """A running stand-in that this process's mail goes to."""
    server = start_mail_server()
    mail_settings(server)
    return server


@pytest.fixture
def queue_to() -> Callable[..., Message]:
    """Queues "booked" for a new booking to an address."""

    def queue(address: str, **changes: object) -> Message:
        booking = BookingFactory()
        message = queue_message(
            BOOKED,
            key=f"booking:{booking.pk}:booked",
            board_id=booking.event.board_id,
            to=Recipient("Ann Example", address, booking.person_id),
            about=booking,
            **changes,
        )
        assert message is not None
        return message

    return queue


@pytest.fixture
def start_sender(settings: object) -> Iterator[Callable[[int], subprocess.Popen[bytes]]]:
    """Starts `manage.py send_notices` on the test's own database; killed at the end.

    Nothing leaves from the test's own process meanwhile.
    """
    settings.TASKS = {
        "default": {
            "BACKEND": "django_tasks.backends.dummy.DummyBackend",
            "QUEUES": ["default", "email"],
        }
    }
    name = str(connection.settings_dict["NAME"])
    if "memory" in name:
        pytest.skip("another process cannot see a database in memory: set COHORT_TEST_DB")
    started: list[subprocess.Popen[bytes]] = []

    def start(port: int) -> subprocess.Popen[bytes]:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.notices.worker_settings",
            "TEST_SMTP_PORT": str(port),
            "TEST_DATABASE_NAME": name,
        }
        command = [sys.executable, "manage.py", "send_notices"]
        started.append(subprocess.Popen(command, env=env, cwd=django_settings.BASE_DIR))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
