"""A board's rules as data. Every part but the name is optional; docs/policies.md lists all keys."""

import datetime as dt
from dataclasses import dataclass

from people.choices import ContributorCategory

from .choices import (
    ApprovalKind,
    Area,
    Change,
    ChannelKind,
    ChargeKind,
    MissedSession,
    MixBy,
    Nation,
    Strictness,
    Unit,
)
from .keys import MOST_PENCE, Pence, key

SCHEMA = 1
"""Rises whenever a document would come to mean something else, a default included."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """So long before the event; `notice.last_moment` says how it is counted."""

    amount: int = key("How many.")
    unit: Unit = key("Of what.")


@dataclass(frozen=True, kw_only=True)
class Duration:
    name: str = key("The name used by prices and charges.")
    up_to_minutes: int | None = key(
        "Training of at most this length in all; empty: any length.",
        default=None,
        unit="minutes",
        least=1,
        most=60_000,
    )
    per_day: bool = key("Whether sums for this length count once for each day.", default=False)


@dataclass(frozen=True, kw_only=True)
class PriceRow:
    """A list left out fits everybody. The first row that fits counts."""

    categories: tuple[ContributorCategory, ...] = key("Contributor categories.", default=())
    area: Area = key("Where the delegate works.", default=Area.ANY)
    durations: tuple[str, ...] = key("Names of durations.", default=())
    groups: tuple[str, ...] = key("Charge groups, set on the course.", default=())
    pence: Pence = key("The price.", unit="pence", most=MOST_PENCE)


@dataclass(frozen=True, kw_only=True)
class GroupPrice:
    group: str = key("A charge group.")
    pence: Pence = key("What everybody pays for it.", unit="pence", most=MOST_PENCE)


@dataclass(frozen=True, kw_only=True)
class Price:
    rows: tuple[PriceRow, ...] = key("Prices, looked through in order.", default=())
    exceptions: tuple[GroupPrice, ...] = key("Prices that go before every row.", default=())
    default: Pence = key(
        "The price where no row fits.", default=Pence(0), unit="pence", most=MOST_PENCE
    )


@dataclass(frozen=True, kw_only=True)
class Charge:
    kind: ChargeKind = key("How the charge is worked out.", default=ChargeKind.NOTHING)
    pence: Pence = key(
        "The sum per day or per course, or the fee taken off the price.",
        default=Pence(0),
        unit="pence",
        most=MOST_PENCE,
    )
    by_duration: dict[str, Pence] = key(
        "The sum for each duration.", empty=dict, unit="pence", most=MOST_PENCE
    )
    percent: int = key("The part of the price.", default=0, unit="%", most=100)


@dataclass(frozen=True, kw_only=True)
class Tier:
    from_: int = key("Counts once less notice than this is given, in the unit of the notice.")
    charge: Charge = key("What cancelling then costs.")


@dataclass(frozen=True, kw_only=True)
class Cancellation:
    notice: Notice | None = key("Free until then; empty: until the start.", default=None)
    tiers: tuple[Tier, ...] = key("What cancelling later costs, longest notice first.", default=())
    applies_to_free_places: bool = key(
        "Whether a free place is charged too, on not coming as well.", default=True
    )


@dataclass(frozen=True, kw_only=True)
class NoShow:
    charge: Charge | None = key("What not coming costs; empty: as the last tier.", default=None)
    missed_session: MissedSession = key(
        "What missing some of the sessions costs.", default=MissedSession.NOTHING
    )


@dataclass(frozen=True, kw_only=True)
class Dates:
    first: dt.date = key("The first day.")
    last: dt.date = key("The last day.")


@dataclass(frozen=True, kw_only=True)
class Waiver:
    code: str = key("The name used in cases.")
    words: str = key("When the charge is let go.")
    evidence: str = key("What must be shown; empty: nothing.", default="")
    deadline: str = key("By when the board must be told; empty: any time.", default="")
    dates: tuple[Dates, ...] = key("Only for events on these days; empty: always.", default=())
    automatic: bool = key("Whether nobody needs to ask for it.", default=False)


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """A person who did not come `count` times within `within_months` may not book for a time."""

    count: int = key("How many times.", least=1)
    within_months: int = key("In how long.", unit="months", least=1, most=120)
    restricted_months: int = key("For how long.", unit="months", least=1, most=120)


@dataclass(frozen=True, kw_only=True)
class Substitution:
    allowed: bool = key("Whether a colleague may come instead, free of charge.", default=True)
    same_agency: bool = key("Whether only one of the same agency.", default=True)
    until: Notice | None = key("Until when; empty: until the start.", default=None)


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    in_area_only: bool = key("Whether only those who work in the area may book.", default=False)
    categories: tuple[ContributorCategory, ...] = key("Who may book; empty: all.", default=())


@dataclass(frozen=True, kw_only=True)
class Approval:
    kind: ApprovalKind = key("The manager's agreement.", default=ApprovalKind.NONE)
    exempt: tuple[ContributorCategory, ...] = key("Who does not need it.", default=())
    remind_after_days: int = key("When the manager is reminded.", default=3, unit="days", least=1)
    times_out_after_days: int = key("When the request lapses.", default=7, unit="days", least=1)


@dataclass(frozen=True, kw_only=True)
class Channel:
    kind: ChannelKind = key("How places are given.", default=ChannelKind.INSTANT)
    opens: Notice | None = key(
        "When booking opens to all, if some are invited first; empty: never.", default=None
    )


@dataclass(frozen=True, kw_only=True)
class MixRule:
    by: MixBy = key("What the group is.")
    group: str = key("Its name.")
    cap: int | None = key("At most so many.", default=None, unit="places", least=1)
    floor: int | None = key("Kept for them.", default=None, unit="places", least=1)
    released: Notice | None = key("When the rule ends; empty: at the start.", default=None)


@dataclass(frozen=True, kw_only=True)
class WaitingList:
    place_at_once: bool = key("Whether a freed place is given at once, not offered.", default=True)
    offer_hours: int = key("How long an offer lives.", default=24, unit="hours", least=1)
    stops_hours: int = key("How long before the start it stops.", default=24, unit="hours")


@dataclass(frozen=True, kw_only=True)
class Confirm:
    ask: Notice | None = key("When people are asked to confirm; empty: never.", default=None)
    release_after: Notice | None = key(
        "How long after that an unconfirmed place is released; empty: it is kept.", default=None
    )


@dataclass(frozen=True, kw_only=True)
class Group:
    largest: int = key(
        "The most places booked at once.", default=30, unit="places", least=1, most=500
    )
    nameless: bool = key("Whether places may be booked before names are known.", default=False)
    name_by: Notice | None = key("When names must be there; empty: at the start.", default=None)


@dataclass(frozen=True, kw_only=True)
class BoardChanges:
    free_to_leave: tuple[Change, ...] = key(
        "After which changes people may leave free of charge.", default=tuple(Change)
    )
    unless_moved_within_weeks: int = key(
        "Not where the new date is so near the old one.", default=0, unit="weeks", most=104
    )


@dataclass(frozen=True, kw_only=True)
class Policy:
    """All of one board's rules."""

    schema: int = key("The version of this schema.", default=SCHEMA, least=SCHEMA, most=SCHEMA)
    name: str = key("Whose rules.")
    source: str = key("Where they are published.", default="")
    assumed: str = key("What the source leaves open and this document decides.", default="")
    nation: Nation = key("Whose bank holidays count.", default=Nation.ENGLAND_AND_WALES)
    durations: tuple[Duration, ...] = key(
        "Lengths of training, shortest first; the first that fits counts.",
        default=(Duration(name="half day", up_to_minutes=240), Duration(name="full day")),
    )
    price: Price = key("What a place costs.", default=Price())
    cancellation: Cancellation = key("What cancelling costs.", default=Cancellation())
    no_show: NoShow = key("What not coming costs.", default=NoShow())
    waivers: tuple[Waiver, ...] = key("When a charge is let go.", default=())
    repeat: Repeat | None = key("What follows from not coming repeatedly.", default=None)
    substitution: Substitution = key("Passing a place on.", default=Substitution())
    booking_closes: Notice | None = key("When booking closes; empty: at the start.", default=None)
    eligibility: Eligibility = key("Who may book.", default=Eligibility())
    prerequisites: Strictness = key("An earlier course not taken.", default=Strictness.BLOCK)
    clash: Strictness = key("Another booking at the same time.", default=Strictness.WARN)
    approval: Approval = key("The manager's agreement.", default=Approval())
    channel: Channel = key("How places are given.", default=Channel())
    mix: tuple[MixRule, ...] = key("The mix of agencies in the room.", default=())
    waiting_list: WaitingList = key("Places that come free.", default=WaitingList())
    confirm: Confirm = key("Asking whether people still come.", default=Confirm())
    group: Group = key("Several places booked at once.", default=Group())
    board_changes: BoardChanges = key("When the board changes an event.", default=BoardChanges())
