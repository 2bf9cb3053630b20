"""The secret in the links of our mail: whoever holds one answers for the person, or the manager, it was sent to."""

from django.utils.crypto import constant_time_compare, salted_hmac

from bookings.models import Booking

SECRET_LENGTH = 32
DELEGATE, MANAGER = "delegate", "manager"


def answer_secret(booking: Booking, who: str = DELEGATE) -> str:
    value = f"{who}:{booking.pk}:{booking.reference}"
    return salted_hmac("evaluations.secrets", value, algorithm="sha256").hexdigest()[:SECRET_LENGTH]


def is_answer_secret(booking: Booking, secret: str, who: str = DELEGATE) -> bool:
    return constant_time_compare(answer_secret(booking, who), secret)
