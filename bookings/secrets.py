"""The secret in the links of our mail: whoever holds one acts for the person booked, without signing in.

It is worked out from the booking and the installation's key, and good for one booking. Opening a link
changes nothing; only the button on its page does, so that a mail scanner that follows links is harmless.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Booking

SECRET_LENGTH = 32


def secret_of(booking: Booking) -> str:
    """128 bits, of the booking, its person and our key."""
    value = f"{booking.pk}:{booking.reference}:{booking.person_id}"
    return salted_hmac("bookings.secrets", value, algorithm="sha256").hexdigest()[:SECRET_LENGTH]


def is_secret_of(booking: Booking, secret: str) -> bool:
    return constant_time_compare(secret_of(booking), secret)
