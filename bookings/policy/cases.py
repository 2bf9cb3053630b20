"""What the rules are asked about: an event, a person, and what is known of the booking."""

import datetime as dt
from dataclasses import dataclass

from people.choices import ContributorCategory

from .choices import ApprovalKind, Change
from .keys import MOST_PENCE, key
from .reading import LONDON


@dataclass(frozen=True, kw_only=True)
class Session:
    starts: dt.datetime = key("When it starts; London time unless it says otherwise.")
    minutes: int = key("How long it is.", unit="minutes", least=1, most=1_440)


@dataclass(frozen=True, kw_only=True)
class Event:
    sessions: tuple[Session, ...] = key("Its sessions; at least one.")
    group: str = key("Its charge group.", default="")
    price: int | None = key(
        "Its own price, if it goes before the policy's.",
        default=None,
        unit="pence",
        most=MOST_PENCE,
    )
    needs: tuple[str, ...] = key("Courses to take before it.", default=())
    capacity: int | None = key("Its places.", default=None, unit="places", least=1, most=10_000)

    @property
    def starts(self) -> dt.datetime:
        return min((each.starts for each in self.sessions), key=dt.datetime.timestamp)

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.sessions)

    @property
    def days(self) -> int:
        """On how many days in London it has sessions."""
        return len({each.starts.astimezone(LONDON).date() for each in self.sessions})


@dataclass(frozen=True, kw_only=True)
class Person:
    category: ContributorCategory = key(
        "The contributor category of their agency.", default=ContributorCategory.UNVERIFIED
    )
    in_area: bool | None = key("Whether they work in the area; empty: not known.", default=True)
    sector: str = key("The sector of their agency.", default="")
    agency: str = key("Their agency.", default="")
    invited: bool = key("Whether they are in an invited group.", default=False)
    approval: ApprovalKind = key("Their manager's agreement so far.", default=ApprovalKind.NONE)
    taken: tuple[str, ...] = key("Courses taken, equivalents included.", default=())
    clashes: tuple[str, ...] = key("What else they have booked at that time.", default=())
    no_shows: tuple[dt.date, ...] = key("Days of events they did not come to.", default=())


@dataclass(frozen=True, kw_only=True)
class WaiverClaim:
    code: str = key("The code of the waiver.")
    evidence_seen: bool = key("Whether staff saw the evidence.", default=False)
    in_time: bool = key("Whether the board was told in time.", default=True)


@dataclass(frozen=True, kw_only=True)
class BoardChange:
    change: Change = key("What the board did.")
    moved_days: int | None = key("How far the new date is from the old.", default=None, unit="days")


@dataclass(frozen=True, kw_only=True)
class Taken:
    group: str = key("The sector, category or agency.")
    places: int = key("How many places it has.", unit="places", most=10_000)


@dataclass(frozen=True, kw_only=True)
class Case:
    event: Event = key("The event.")
    person: Person = key("Who.", default=Person())
    at: dt.datetime | None = key("When they book; empty: in good time.", default=None)
    places: int = key("How many places they ask for.", default=1, unit="places", least=1)
    nameless: bool = key("Whether no names are given yet.", default=False)
    taken: tuple[Taken, ...] = key("Places taken so far, by group.", default=())
    taken_in_all: int = key("Places taken so far.", default=0, unit="places", most=10_000)
    cancels_at: dt.datetime | None = key("When they cancel.", default=None)
    missed: int | None = key("How many sessions they missed.", default=None, unit="sessions")
    waiver: WaiverClaim | None = key("Why a charge should be let go.", default=None)
    board_change: BoardChange | None = key("What the board changed.", default=None)
