from collections.abc import Iterator

import pytest

from bookings.capacity import drop_triggers, install_triggers
from bookings.models import Attendance, Booking


@pytest.fixture
def without_triggers() -> Iterator[None]:
    drop_triggers()
    yield
    Attendance.objects.all().delete()
    Booking.objects.all().delete()
    install_triggers()


@pytest.fixture(autouse=True)
def mail_is_left_to_a_worker(settings: object) -> None:
    """As in production: people who race for a place do not wait for each other's mail."""
    settings.TASKS = {
        "default": {
            "BACKEND": "django_tasks.backends.dummy.DummyBackend",
            "QUEUES": ["default", "email"],
        }
    }
