"""The secret in the links of our mail: whoever holds one acts for the person booked, without signing in.

It is worked out from the booking and the installation's key, and good for one booking. Opening a link
changes nothing; only the button on its page does, so that a mail scanner that follows links is harmless.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Approval, Booking

SECRET_LENGTH = 32


def secret_of(booking: Booking) -> str:
    """128 bits, of the booking, its person and our key."""
    value = f"{booking.pk}:{booking.reference}:{booking.person_id}"
    return salted_hmac("bookings.secrets", value, algorithm="sha256").hexdigest()[:SECRET_LENGTH]


def is_secret_of(booking: Booking, secret: str) -> bool:
    return constant_time_compare(secret_of(booking), secret)


def approval_secret(approval: Approval, email: str) -> str:
    """For the one address that was asked: the manager's link is not the deputy's."""
    value = f"{approval.pk}:{approval.booking_id}:{email.lower()}"
    return salted_hmac("bookings.approval", value, algorithm="sha256").hexdigest()[:SECRET_LENGTH]


def asked_address(approval: Approval, secret: str) -> str | None:
    """The address that was sent this secret, if it was sent to anybody."""
    for email in (approval.manager_email, approval.deputy_email):
        if email and constant_time_compare(approval_secret(approval, email), secret):
            return email
    return None
