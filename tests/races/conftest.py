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
