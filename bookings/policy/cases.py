"""What the rules are asked about: an event, a delegate, and what is known of the booking."""

# ruff: noqa: RUF009 - `key` makes a field, as dataclasses.field does
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from people.choices import ContributorCategory

from .choices import ApprovalKind, Change, Incident, MixBy
from .keys import MOST_NUMBER, MOST_PENCE, key
from .london import date_in_london
from .reading import Problem, read_section


@dataclass(frozen=True, kw_only=True)
class SessionTimes:
    starts_at: dt.datetime = key("When it starts, London time.")
    ends_at: dt.datetime = key("When it ends.")

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    sessions: tuple[SessionTimes, ...] = key("Its sessions; at least one.")
    course: str = key("The course's code.", default="")
    course_types: tuple[str, ...] = key("How it is delivered, and its charge group.", default=())
    capacity: int | None = key("Places.", default=None, least=1, most=10_000)
    own_price_pence: int | None = key(
        "The event's own price.", default=None, unit="pence", most=MOST_PENCE
    )

    @cached_property
    def starts_at(self) -> dt.datetime:
        return min(each.starts_at for each in self.sessions)

    @cached_property
    def minutes_by_day(self) -> dict[dt.date, int]:
        """Minutes of training on each London day, earliest first."""
        minutes: Counter[dt.date] = Counter()
        for each in self.sessions:
            minutes[date_in_london(each.starts_at)] += each.minutes
        return dict(sorted(minutes.items()))


@dataclass(frozen=True, kw_only=True)
class Delegate:
    category: ContributorCategory = key(
        "The agency's contributor category.", default=ContributorCategory.UNVERIFIED
    )
    in_area: bool | None = key("Whether they work in the area; empty: not known.", default=True)
    agency: str = key("The agency's name.", default="")
    sector: str = key("The agency's sector.", default="")
    role_group: str = key("The delegate's role group.", default="")


@dataclass(frozen=True, kw_only=True)
class WaiverClaim:
    code: str = key("The code of a waiver.", code=True)
    told_at: dt.datetime | None = key("When the board was told.", default=None)
    evidence_seen: bool = key("Whether the evidence was shown.", default=False)
    granted: bool = key("Whether the one who decides has agreed.", default=False)


@dataclass(frozen=True, kw_only=True)
class ChangeFacts:
    change: Change = key("What the board did.")
    moved_by_days: int | None = key(
        "How far the new date is from the old.", default=None, unit="days", most=3_660
    )


@dataclass(frozen=True, kw_only=True)
class NeededCourse:
    course: str = key("A course's code.")
    within_months: int | None = key(
        "How long ago it may be; empty: what the policy says.",
        default=None,
        unit="months",
        least=1,
        most=600,
    )


@dataclass(frozen=True, kw_only=True)
class TakenCourse:
    course: str = key("A course's code.")
    day: dt.date = key("The day it was completed.")


@dataclass(frozen=True, kw_only=True)
class OwnBooking:
    title: str = key("What it is.")
    starts_at: dt.datetime = key("When it starts.")
    ends_at: dt.datetime = key("When it ends.")


@dataclass(frozen=True, kw_only=True)
class PastIncident:
    kind: Incident = key("What happened.")
    day: dt.date = key("The day of the event.")


@dataclass(frozen=True, kw_only=True)
class GroupPlaces:
    by: MixBy = key("What the group is.")
    group: str = key("Its name.")
    places: int = key("Places it has at the event.", most=10_000)


@dataclass(frozen=True, kw_only=True)
class Case:
    event: EventFacts = key("The event.")
    delegate: Delegate = key("Who.", default=Delegate())
    booked_at: dt.datetime | None = key("When they book; empty: in time.", default=None)
    price_pence: int | None = key(
        "The price agreed at booking; empty: worked out.",
        default=None,
        unit="pence",
        most=MOST_PENCE,
    )
    cancelled_at: dt.datetime | None = key("When they cancel.", default=None)
    sessions_missed: int | None = key("How many were missed; empty: all.", default=None, most=200)
    refused_for_lateness: bool = key("Whether they came too late.", default=False)
    waiver: WaiverClaim | None = key("A reason why they should not pay.", default=None)
    board_change: ChangeFacts | None = key("What the board changed.", default=None)
    manager: ApprovalKind = key(
        "What the manager's agreement is so far.", default=ApprovalKind.NONE
    )
    invited: bool = key("Whether they are in an invited group.", default=False)
    unpaid: bool = key("Whether charges are unpaid.", default=False)
    needs: tuple[NeededCourse, ...] = key("Courses to take before this one.", default=())
    taken: tuple[TakenCourse, ...] = key("Courses taken, equivalents included.", default=())
    own_bookings: tuple[OwnBooking, ...] = key("The delegate's other bookings.", default=())
    incidents: tuple[PastIncident, ...] = key(
        "Earlier ones, of the person or of the agency as the policy counts.", default=()
    )
    places: int = key("Places asked for.", default=1, least=1, most=MOST_NUMBER)
    nameless: bool = key("Whether places are booked without names.", default=False)
    places_taken: int = key("Places taken at the event.", default=0, most=10_000)
    group_places: tuple[GroupPlaces, ...] = key(
        "Of those, how many each agency, sector and category has.", default=()
    )


def read_case(data: object) -> tuple[Case | None, list[Problem]]:
    """A case from plain data, or None and every problem."""
    case, problems = read_section(Case, data)
    if case is not None:
        problems += _odd_sessions(case.event)
    return (case if case and not problems else None), problems


def _odd_sessions(event: EventFacts) -> list[Problem]:
    if not event.sessions:
        return [Problem("event.sessions", "Give at least one session.")]
    return [
        Problem(f"event.sessions[{n}].ends_at", "A session ends after it starts.")
        for n, each in enumerate(event.sessions)
        if each.ends_at <= each.starts_at
    ]
