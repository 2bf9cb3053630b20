"""What kind of field each key of the schema becomes."""

import datetime as dt
import enum
import types
import typing
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any

from bookings.policy.choices import Change, ChannelKind, ChargeKind, Closes, Per, Unit
from bookings.policy.keys import Pence, is_required, is_section, types_of
from bookings.policy.reading import write_section
from bookings.policy.schema import (
    BoardChange,
    Channel,
    ChargeRule,
    Grace,
    Notice,
    Rate,
    Tariff,
)

DAYS = {Unit.CALENDAR_DAYS.value, Unit.WORKING_DAYS.value, Unit.WEEKS.value, ""}
INVITED = ("kind", {ChannelKind.INVITED_FIRST.value})

ONLY_WITH: dict[tuple[type, str], tuple[str, set[str]]] = {
    (Notice, "counting"): ("unit", DAYS),
    (Notice, "closes"): ("unit", DAYS),
    (Notice, "closes_at"): ("closes", {Closes.AT_TIME.value}),
    (Tariff, "by_duration"): ("per", {Per.PLACE.value, Per.DAY.value}),
    (ChargeRule, "tariff"): ("kind", {ChargeKind.FLAT.value}),
    (ChargeRule, "percent"): ("kind", {ChargeKind.PERCENTAGE.value}),
    (ChargeRule, "fee_pence"): ("kind", {ChargeKind.PRICE_LESS_FEE.value}),
    (Channel, "invited_categories"): INVITED,
    (Channel, "invited_sectors"): INVITED,
    (Channel, "invited_agencies"): INVITED,
    (Channel, "invited_role_groups"): INVITED,
    (Channel, "opens_to_all"): INVITED,
    (BoardChange, "unless_moved_within_weeks"): ("change", {Change.MOVED.value}),
}
"""(section, key) → the sibling and its values with which the key has a meaning; without them it is not read."""

NEEDED_THEN = {(ChargeRule, "tariff")}
"""Parts that are there whenever they have a meaning, so that nobody has to switch them on."""


class Is(enum.Enum):
    PART = "a section within a section"
    ROWS = "a list of sections"
    RATES = "a value for each duration"
    CHOSEN = "some of a list"
    LINES = "words, one a line"
    YES_NO = "yes or no"
    VALUE = "one value"


@dataclass(frozen=True)
class Key:
    """One key of a section. `kind`: the type of its value, of its items, or of the value of a rate."""

    name: str
    what: Is
    kind: Any
    optional: bool
    required: bool
    default: Any
    about: str
    unit: str
    is_code: bool

    def written_default(self) -> Any:
        """The default as plain data; None for a key that must be given."""
        if self.default is None or isinstance(self.default, str | int | dt.time):
            return self.default
        if isinstance(self.default, tuple):
            return [write_section(e, full=True) if is_section(type(e)) else e for e in self.default]
        return write_section(self.default, full=True)


@cache
def keys_of(section: type) -> tuple[Key, ...]:
    kinds = types_of(section)
    return tuple(_key(each, kinds[each.name]) for each in fields(section) if each.name != "schema")


def _key(each: Any, kind: Any) -> Key:
    optional = typing.get_origin(kind) in (types.UnionType, typing.Union)
    if optional:
        kind = next(k for k in typing.get_args(kind) if k is not types.NoneType)
    what, kind = _what(kind, each.name)
    return Key(
        name=each.name,
        what=what,
        kind=kind,
        optional=optional,
        required=is_required(each),
        default=None if each.default is MISSING else each.default,
        about=each.metadata["about"],
        unit=each.metadata["unit"],
        is_code=each.metadata["code"],
    )


def _what(kind: Any, name: str) -> tuple[Is, Any]:
    if typing.get_origin(kind) is tuple:
        item = typing.get_args(kind)[0]
        if item in (Rate, Grace):
            return Is.RATES, Pence if item is Rate else int
        if is_section(item):
            return Is.ROWS, item
        return (Is.LINES if name in ("sources", "assumed") else Is.CHOSEN), item
    if is_section(kind):
        return Is.PART, kind
    return (Is.YES_NO if kind is bool else Is.VALUE), kind


def rate_key(key: Key) -> str:
    """The name of the value in the sections of a list of rates."""
    return "pence" if key.kind is Pence else "minutes"


def is_switched(section: type, key: Key) -> bool:
    """Whether a tick says that the key is there."""
    return (
        key.optional and key.what in (Is.PART, Is.ROWS) and (section, key.name) not in NEEDED_THEN
    )
