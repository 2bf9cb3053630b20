"""A board's rules as data. Every part but the name is optional; docs/policies.md lists all keys.

Money is whole pence, lengths are minutes; `None` and the empty list mean that the board has no such rule.
"""

# ruff: noqa: RUF009 - `key` makes a field, as dataclasses.field does
import datetime as dt
from dataclasses import dataclass

from people.choices import ContributorCategory

from .choices import (
    ApprovalKind,
    Area,
    Change,
    ChannelKind,
    ChargeKind,
    Closes,
    Counting,
    GrantedBy,
    Incident,
    MissedSession,
    MixBy,
    MixKind,
    Nation,
    Per,
    Placing,
    Restricted,
    Strictness,
    Unit,
    Whose,
)
from .keys import MOST_NUMBER, MOST_PENCE, Pence, key

SCHEMA = 1
"""Rises whenever the meaning of a document changes, a default included."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """So long before the event; see `notice.deadline` for how it is counted."""

    number: int = key("How many.", most=MOST_NUMBER)
    unit: Unit = key("Of what.")
    counting: Counting = key(
        "Whether the last day itself is in time, or so many whole days must lie between.",
        default=Counting.DAYS_BEFORE,
    )
    closes: Closes = key(
        "When the last day ends; hours end to the minute.", default=Closes.END_OF_DAY
    )
    closes_at: dt.time | None = key("The time of day, with `closes: at_time`.", default=None)


@dataclass(frozen=True, kw_only=True)
class Span:
    """So long after something happened."""

    number: int = key("How many.", least=1, most=MOST_NUMBER)
    unit: Unit = key("Of what.")


@dataclass(frozen=True, kw_only=True)
class DurationClass:
    code: str = key("The name used in this document.", code=True)
    words: str = key("How it reads, such as half-day.")
    up_to_minutes: int | None = key(
        "Training of at most this length; empty for any length.",
        default=None,
        unit="minutes",
        least=1,
        most=MOST_NUMBER * 60,
    )


HALF_DAY = DurationClass(code="half_day", words="half-day", up_to_minutes=240)
FULL_DAY = DurationClass(code="full_day", words="full-day")


@dataclass(frozen=True, kw_only=True)
class ChargeGroup:
    code: str = key("The name set on the course or event.", code=True)
    words: str = key("How it reads, such as train-the-trainer.")


@dataclass(frozen=True, kw_only=True)
class Rate:
    duration: str = key("The code of a duration.", code=True)
    pence: Pence = key("The sum for that duration.", unit="pence", most=MOST_PENCE)


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """A sum by duration: for the place, by the event's whole length; or for each day, by that day's length."""

    pence: Pence = key(
        "The sum, unless the duration has its own.", default=Pence(0), unit="pence", most=MOST_PENCE
    )
    by_duration: tuple[Rate, ...] = key("Other sums for some durations.", default=())
    per: Per = key(
        "For the place, for each day, or the event's own price (and the sum where it has none).",
        default=Per.PLACE,
    )


@dataclass(frozen=True, kw_only=True)
class PriceRow:
    """A price for some. A list that is left out fits everybody; of the rows that fit the most specific counts."""

    categories: tuple[ContributorCategory, ...] = key("Contributor categories.", default=())
    area: Area = key("Where the delegate works.", default=Area.ANY)
    course_types: tuple[str, ...] = key(
        "Ways of delivery, such as conference, and charge groups.", default=()
    )
    courses: tuple[str, ...] = key("Course codes.", default=())
    tariff: Tariff = key("What it costs.", default=Tariff())


@dataclass(frozen=True, kw_only=True)
class Prices:
    rows: tuple[PriceRow, ...] = key("Prices for some.", default=())
    otherwise: Tariff = key("The price where no row fits.", default=Tariff())


@dataclass(frozen=True, kw_only=True)
class ChargeRule:
    kind: ChargeKind = key("How the charge is worked out.", default=ChargeKind.NOTHING)
    tariff: Tariff | None = key("The sum, with `kind: flat`.", default=None)
    percent: int | None = key(
        "With `kind: percentage`; half a penny rounds up.", default=None, unit="%", most=100
    )
    fee_pence: int | None = key(
        "The booking fee taken off, with `kind: price_less_fee`.",
        default=None,
        unit="pence",
        most=MOST_PENCE,
    )


@dataclass(frozen=True, kw_only=True)
class Tier:
    until: Notice | None = key(
        "The end of the tier; empty for the start of the event.", default=None
    )
    charge: ChargeRule = key("What is charged for cancelling in this tier.", default=ChargeRule())


@dataclass(frozen=True, kw_only=True)
class Cancellation:
    free_until: Notice | None = key(
        "The last moment to cancel free; empty with tiers: never free, without: always.",
        default=None,
    )
    tiers: tuple[Tier, ...] = key(
        "What is charged after that, each tier from the end of the one before.", default=()
    )
    applies_to_free_places: bool = key(
        "Whether a place that costs nothing is charged.", default=True
    )
    nominal: Tariff | None = key(
        "What a free place counts as where a charge is worked out from the price.", default=None
    )


@dataclass(frozen=True, kw_only=True)
class NoShow:
    charge: ChargeRule | None = key(
        "The charge for not coming; empty for that of the last tier.", default=None
    )
    applies_to_free_places: bool | None = key(
        "Whether a place that costs nothing is charged; empty: as for cancelling.", default=None
    )
    refused_for_lateness: bool = key(
        "Whether being turned away for lateness counts as not coming.", default=True
    )
    missed_session: MissedSession = key(
        "What missing some of the sessions costs.", default=MissedSession.NOTHING
    )


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A reason for which a charge is let go."""

    code: str = key("The name used on the booking.", code=True)
    words: str = key("The reason, such as off sick.")
    evidence: str = key("What must be shown; empty for nothing.", default="")
    told_before: dt.time | None = key(
        "Told before this time on the day of the event.", default=None
    )
    told_minutes_before: int | None = key(
        "Told at least so long before the start.",
        default=None,
        unit="minutes",
        most=MOST_NUMBER * 60,
    )
    granted_by: GrantedBy = key("Who decides.", default=GrantedBy.OFFICER)
    covers: tuple[Incident, ...] = key(
        "Which charges it lets go.", default=(Incident.LATE_CANCELLATION, Incident.NO_SHOW)
    )


@dataclass(frozen=True, kw_only=True)
class NoChargePeriod:
    """Nothing is charged for cancelling or not coming to events that start in it; both ends count."""

    starts_on: dt.date = key("The first day.")
    ends_on: dt.date = key("The last day.")
    why: str = key("Why.", default="")


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """So many incidents in so many months restrict later booking."""

    number: int = key("How many.", least=1, most=100)
    incidents: tuple[Incident, ...] = key(
        "What counts.", default=(Incident.NO_SHOW, Incident.LATE_CANCELLATION)
    )
    within_months: int = key("In how long a time.", unit="months", least=1, most=120)
    for_months: int = key(
        "How long it lasts from the last of them.", unit="months", least=1, most=120
    )
    then: Restricted = key("What follows.", default=Restricted.NEEDS_APPROVAL)
    whose: Whose = key("Whose incidents count, and who is restricted.", default=Whose.PERSON)


@dataclass(frozen=True, kw_only=True)
class Grace:
    duration: str = key("The code of a duration.", code=True)
    minutes: int = key("How late one may be.", unit="minutes", most=MOST_NUMBER)


@dataclass(frozen=True, kw_only=True)
class Lateness:
    """Words for the delegate; turning somebody away stays with the trainer."""

    grace_minutes: int | None = key(
        "How late one may be; empty where the trainer decides.",
        default=None,
        unit="minutes",
        most=MOST_NUMBER,
    )
    by_duration: tuple[Grace, ...] = key("Other minutes for some durations.", default=())


@dataclass(frozen=True, kw_only=True)
class Substitution:
    allowed: bool = key("Whether somebody else may take the place.", default=True)
    same_agency_only: bool = key("Only somebody of the same agency.", default=True)
    until: Notice | None = key("The last moment; empty for the start.", default=None)
    pence: Pence = key("What it costs.", default=Pence(0), unit="pence", most=MOST_PENCE)


@dataclass(frozen=True, kw_only=True)
class Prerequisites:
    enforced: Strictness = key("What happens without them.", default=Strictness.WARN)
    within_months: int | None = key(
        "How long ago they may have been taken, unless the course says otherwise.",
        default=None,
        unit="months",
        least=1,
        most=600,
    )


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """Who may book. A list that is left out lets everybody in."""

    area: Area = key("Where the delegate must work.", default=Area.ANY)
    categories: tuple[ContributorCategory, ...] = key("Contributor categories.", default=())
    sectors: tuple[str, ...] = key("Sectors.", default=())
    role_groups: tuple[str, ...] = key("Role groups.", default=())
    most_per_agency: int | None = key(
        "How many of one agency at an event.",
        default=None,
        unit="places",
        least=1,
        most=MOST_NUMBER,
    )
    clash: Strictness = key(
        "What happens when the person has another booking at that time.", default=Strictness.WARN
    )
    unpaid: Strictness = key("What happens with unpaid charges.", default=Strictness.IGNORE)
    prerequisites: Prerequisites = key("Courses to take before.", default=Prerequisites())


@dataclass(frozen=True, kw_only=True)
class Approval:
    kind: ApprovalKind = key("Whether a manager must agree.", default=ApprovalKind.NONE)
    exempt_categories: tuple[ContributorCategory, ...] = key(
        "Contributor categories that need none.", default=()
    )
    exempt_role_groups: tuple[str, ...] = key(
        "Role groups that need none, such as childminders.", default=()
    )
    remind_after: Span | None = key("When the manager is reminded; empty: never.", default=None)
    times_out_after: Span | None = key("When the question lapses; empty: never.", default=None)
    deputy: bool = key("Whether the manager may pass the question on.", default=True)


@dataclass(frozen=True, kw_only=True)
class Channel:
    kind: ChannelKind = key("How places are given.", default=ChannelKind.INSTANT)
    invited_categories: tuple[ContributorCategory, ...] = key(
        "With `kind: invited_first`: contributor categories that are invited.", default=()
    )
    invited_sectors: tuple[str, ...] = key("And sectors.", default=())
    invited_agencies: tuple[str, ...] = key("And agencies.", default=())
    invited_role_groups: tuple[str, ...] = key("And role groups.", default=())
    opens_to_all: Notice | None = key("When everybody else may book; empty: never.", default=None)


@dataclass(frozen=True, kw_only=True)
class MixRule:
    """At most so many places for a group, or so many kept for it; places or percent, not both."""

    kind: MixKind = key("At most, or kept.")
    by: MixBy = key("What the group is.")
    group: str = key("Its name; empty, for caps: each one.", default="")
    places: int | None = key("How many.", default=None, unit="places", least=1, most=MOST_NUMBER)
    percent: int | None = key(
        "Or what part of the capacity; a cap rounds down, to 1 at least, what is kept rounds up.",
        default=None,
        unit="%",
        least=1,
        most=100,
    )
    released: Notice | None = key("When the rule ends; empty: at the start.", default=None)


@dataclass(frozen=True, kw_only=True)
class WaitingList:
    placing: Placing = key("What happens to a freed place.", default=Placing.AT_ONCE)
    offer_hours: int = key(
        "How long an offer lives.", default=24, unit="hours", least=1, most=MOST_NUMBER
    )
    stops_hours: int = key(
        "How long before the start no more places are given out.",
        default=24,
        unit="hours",
        most=MOST_NUMBER,
    )


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """Asking "Still coming?"."""

    ask: Notice | None = key("When people are asked; empty: never.", default=None)
    release_after: Span | None = key(
        "When an unanswered place is released; empty: it is kept.", default=None
    )


@dataclass(frozen=True, kw_only=True)
class Groups:
    largest: int = key(
        "The most places booked at once.", default=30, unit="places", least=1, most=500
    )
    nameless: bool = key("Whether places may be booked before names are known.", default=False)
    named_by: Notice | None = key("When names must be there; empty: at the start.", default=None)


@dataclass(frozen=True, kw_only=True)
class BoardChange:
    change: Change = key("What the board did.")
    leave_free: bool = key("Whether people may then leave free of charge.", default=True)
    unless_moved_within_weeks: int | None = key(
        "Not when the new date is so near the old one.",
        default=None,
        unit="weeks",
        least=1,
        most=104,
    )


FREE_TO_LEAVE = tuple(BoardChange(change=change) for change in Change)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """All of one board's rules."""

    schema: int = key("The version of this schema.", default=SCHEMA, least=SCHEMA, most=SCHEMA)
    name: str = key("Whose rules.")
    sources: tuple[str, ...] = key("Where they are published.", default=())
    note: str = key("Anything to say about them.", default="")
    assumed: tuple[str, ...] = key(
        "What the published rules leave open and this document decides.", default=()
    )
    nation: Nation = key(
        "Whose bank holidays are no working days.", default=Nation.ENGLAND_AND_WALES
    )
    durations: tuple[DurationClass, ...] = key(
        "Lengths of training, shortest first; the first that fits counts.",
        default=(HALF_DAY, FULL_DAY),
    )
    charge_groups: tuple[ChargeGroup, ...] = key(
        "Kinds of course with prices of their own.", default=()
    )
    prices: Prices = key("What a place costs.", default=Prices())
    cancellation: Cancellation = key("What cancelling costs.", default=Cancellation())
    no_show: NoShow = key("What not coming costs.", default=NoShow())
    waivers: tuple[Waiver, ...] = key("When a charge is let go.", default=())
    no_charge_periods: tuple[NoChargePeriod, ...] = key(
        "Times in which nothing is charged.", default=()
    )
    restriction: Restriction | None = key(
        "What follows from not coming again and again.", default=None
    )
    lateness: Lateness = key("How late one may be.", default=Lateness())
    substitution: Substitution = key("Passing a place on.", default=Substitution())
    booking_closes: Notice | None = key("When booking closes; empty: at the start.", default=None)
    eligibility: Eligibility = key("Who may book.", default=Eligibility())
    approval: Approval = key("The manager's agreement.", default=Approval())
    channel: Channel = key("How places are given.", default=Channel())
    mix: tuple[MixRule, ...] = key("The mix of agencies in the room.", default=())
    waiting_list: WaitingList = key("Places that come free.", default=WaitingList())
    confirmation: Confirmation = key("Asking whether people still come.", default=Confirmation())
    groups: Groups = key("Several places booked at once.", default=Groups())
    board_changes: tuple[BoardChange, ...] = key(
        "Leaving when the board changes the event; a change not listed gives no such right.",
        default=FREE_TO_LEAVE,
    )
