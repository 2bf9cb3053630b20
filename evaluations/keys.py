"""The keys that link answers to bookings: kept outside the database, one file an event, destroyed in time.

Backups of the database do not hold them; docs/operations.md says how to keep the folder out of others, too.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32


class KeyGone(Exception):
    """The key was destroyed, or was never here: linking is impossible."""


def make_key(event_id: int) -> bytes:
    """A new key for the evaluation of an event, or the one it has already."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = secrets.token_bytes(KEY_BYTES)
    try:
        handle = os.open(_file(event_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return key_of(event_id)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def key_of(event_id: int) -> bytes:
    """Raises `KeyGone`."""
    try:
        return _file(event_id).read_bytes()
    except FileNotFoundError:
        raise KeyGone(f"The key of event {event_id} is gone.") from None


def destroy_key(event_id: int) -> bool:
    """Overwrites and removes a key; returns whether there was one. What an SSD keeps below is the operator's."""
    file = _file(event_id)
    try:
        with file.open("r+b") as handle:
            handle.write(secrets.token_bytes(KEY_BYTES))
            handle.flush()
            os.fsync(handle.fileno())
        file.unlink()
    except FileNotFoundError:
        return False
    return True


def _folder() -> Path:
    return Path(settings.COHORT_KEY_DIR)


def _file(event_id: int) -> Path:
    return _folder() / f"event-{event_id}.key"
