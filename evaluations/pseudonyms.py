"""Whose sheet is whose: only with the run's key."""

import hashlib
import hmac

from bookings.models import Booking

from .keys import key_of
from .models import Run


def pseudonym_of(booking: Booking, run: Run) -> str:
    """The same for a booking in every wave of its run (RFC 2104, SHA-256). Raises `keys.KeyGone`."""
    return hmac.new(
        key_of(run.event_id), f"booking:{booking.pk}".encode(), hashlib.sha256
    ).hexdigest()
