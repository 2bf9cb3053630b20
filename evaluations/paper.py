"""Forms on paper: each bears a code from which only the run's key leads to a booking."""

import hashlib
import hmac

from bookings.models import Booking
from bookings.references import ALPHABET, normal_reference

from .keys import key_of
from .models import RunWave
from .queries import asked_in

CODE_LENGTH = 8


def code_of(booking: Booking, wave: RunWave) -> str:
    """The code on the paper of a booking in one wave (RFC 2104, SHA-256, cut). Raises `keys.KeyGone`."""
    return _code(key_of(wave.run.event_id), booking, wave)


def booking_of_code(wave: RunWave, typed: str) -> Booking | None:
    """Whose paper bears `typed`, in any spelling of it; None if nobody's. Raises `keys.KeyGone`."""
    key, wanted = key_of(wave.run.event_id), normal_reference(typed)
    for booking in asked_in(wave).order_by("pk"):
        if hmac.compare_digest(_code(key, booking, wave).encode(), wanted.encode()):
            return booking
    return None


def in_two_halves(code: str) -> str:
    """As it is printed: `ABCD EFGH`."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def _code(key: bytes, booking: Booking, wave: RunWave) -> str:
    message = f"paper:{wave.pk}:{booking.pk}".encode()
    number = int.from_bytes(hmac.new(key, message, hashlib.sha256).digest())
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
