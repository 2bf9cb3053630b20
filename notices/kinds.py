"""The kinds of notice there are. Each floor registers its own; what each says is in its `messages` room.

A kind knows its default words, which placeholders they may use, and how to read its facts from live data
just before a message leaves: that reading is also where it says that the message is no longer true.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .choices import Audience, OffsetUnit
from .invitations import Invitation

if TYPE_CHECKING:
    from .models import Message


class NoLongerTrue(Exception):
    """Raised while a message is composed: what it says is not so any more, and it must not leave."""


@dataclass(frozen=True)
class Placeholder:
    """A name that may stand in `{{ }}`, what it means, and a made-up value for the editor's page."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True)
class Offset:
    """How long before or after its occasion a notice leaves, and at which time of day (None: the same)."""

    amount: int
    unit: OffsetUnit
    at_time: dt.time | None = None
    is_after: bool = False


@dataclass(frozen=True)
class Facts:
    """What a message says: a value for each placeholder, and an entry for the diary, if it brings one."""

    values: Mapping[str, str]
    invitation: Invitation | None = None


@dataclass(frozen=True)
class Kind:
    """A notice: for whom, when, in which words. `code` is stored in rows and never changes.

    `facts` gets the message and returns its `Facts`, or raises `NoLongerTrue`. `sample` gives facts of some
    row of a board for the editor's preview, or None when the board has none yet.
    """

    code: str
    title: str
    occasion: str
    audience: Audience
    subject: str
    body: str
    placeholders: Sequence[Placeholder]
    facts: Callable[["Message"], Facts]
    sample: Callable[[int], Facts | None] = lambda board_id: None
    schedule: Offset | None = None
    is_urgent: bool = True
    may_be_off: bool = True
    copies_to_manager: bool = False

    @property
    def names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.placeholders)


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Makes kinds known; each code once."""
    for kind in kinds:
        if kind.code in _kinds:
            raise ValueError(f"There are two kinds of notice called {kind.code!r}.")
        _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind of a stored code. Raises LookupError for one that no floor has registered."""
    try:
        return _kinds[code]
    except KeyError:
        raise LookupError(f"No kind of notice is called {code!r}.") from None


def all_kinds() -> list[Kind]:
    """In the order of registration, which is that of a booking's life."""
    return list(_kinds.values())


def title_of(code: str) -> str:
    return _kinds[code].title if code in _kinds else code
