"""The secrets in our addresses: of the mail's link for one person or manager, and of the code on a room's wall."""

from django.utils.crypto import constant_time_compare, salted_hmac

from bookings.models import Booking
from courses.models import Event

SECRET_LENGTH, ROOM_LENGTH = 32, 12
DELEGATE, MANAGER = "delegate", "manager"


def answer_secret(booking: Booking, who: str = DELEGATE) -> str:
    return _secret(f"{who}:{booking.pk}:{booking.reference}", SECRET_LENGTH)


def is_answer_secret(booking: Booking, secret: str, who: str = DELEGATE) -> bool:
    return constant_time_compare(answer_secret(booking, who), secret)


def room_secret(event: Event) -> str:
    """Short, so that the code stays coarse enough for the back row; it opens no form without a reference."""
    return _secret(f"room:{event.pk}", ROOM_LENGTH)


def is_room_secret(event: Event, secret: str) -> bool:
    return constant_time_compare(room_secret(event), secret)


def _secret(value: str, length: int) -> str:
    return salted_hmac("evaluations.secrets", value, algorithm="sha256").hexdigest()[:length]
