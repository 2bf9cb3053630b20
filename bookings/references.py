"""Booking references: short, speakable on the phone, and not guessable in order."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 7


def new_reference() -> str:
    """Seven characters, none of them alike when read aloud or written down: about 2 × 10¹⁰ of them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normal_reference(typed: str) -> str:
    """What somebody typed, in the stored spelling: spaces, hyphens and case do not matter."""
    return "".join(typed.split()).replace("-", "").upper()
