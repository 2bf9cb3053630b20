"""Places that are asked for, and what the rules say of each: read alike before booking and while booking."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from courses.models import Event
from people.addressing import managers_of
from people.models import Agency, Person, RoleGroup

from . import rules
from .casework import Applicant
from .choices import BookingState, Origin
from .models import Booking, PolicyVersion
from .policies import version_in_force
from .queries import live_states_at
from .room import Room, room_of
from .rules import Refusal, Refused
from .turns import eligible_waiters
from .verdicts import Verdict, judge, refusal

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class PlaceFor:
    """One place that is asked for, and what its person needs."""

    person: Person
    agency: Agency | None
    role_group: RoleGroup | None = None
    access_need: str = ""
    replaces: Booking | None = None

    @property
    def applicant(self) -> Applicant:
        if self.agency is None:
            raise Refused(rules.NO_AGENCY)
        return Applicant(self.person, self.agency, self.role_group)


@dataclass(frozen=True)
class Request:
    """How places are asked for. `despite`: codes of reasons that staff set aside, saying `why`.

    `manager_agrees`: whoever books declares it. `or_wait`: joins the waiting list where no place is free.
    `manager_email`: whom else to ask where a manager must agree and is not known.
    `takes_over`: the place was somebody's just now, so nobody who waits goes first, and staff have given it out
    already: whom they must agree to first cannot have it so.
    """

    actor: "User | None"
    at: dt.datetime
    key: uuid.UUID | None = None
    or_wait: bool = False
    manager_agrees: bool = False
    manager_email: str = ""
    origin: Origin = Origin.ONLINE
    group: uuid.UUID | None = None
    despite: Collection[str] = ()
    why: str = ""
    takes_over: bool = False

    def key_for(self, person: Person) -> uuid.UUID | None:
        """One form makes one booking a person: their key within a group's."""
        if self.key is None or self.group is None:
            return self.key
        return uuid.uuid5(self.key, str(person.pk))


@dataclass(frozen=True)
class Heard:
    """What the rules say of one place that is asked for; without a verdict they could not be asked."""

    refusals: tuple[Refusal, ...]
    verdict: Verdict | None


def hear(
    event: Event, wanted: Sequence[PlaceFor], request: Request, version: PolicyVersion | None
) -> list[Heard]:
    """Every reason against each of `wanted`, in their order, but for those that `request` sets aside.

    That no place is free is no reason here: one may wait.
    """
    anyway = rules.reasons_not_to_book(event, request.at)
    live = live_states_at(event, [each.person.pk for each in wanted])
    verdicts = _verdicts(event, wanted, request, version)
    unknown = _managers_unknown(verdicts, request)
    heard = []
    for number, asked in enumerate(wanted):
        verdict = verdicts[number] if verdicts else None
        reasons = [
            *anyway,
            rules.already_live(live.get(asked.person.pk)),
            rules.NO_AGENCY if asked.agency is None else None,
            *(verdict.refusals if verdict else ()),
            rules.MANAGER_UNKNOWN if id(asked.person) in unknown else None,
        ]
        against = [r for r in reasons if r is not None and r.code not in request.despite]
        heard.append(Heard(tuple(against), verdict))
    return heard


def _verdicts(
    event: Event, wanted: Sequence[PlaceFor], request: Request, version: PolicyVersion | None
) -> list[Verdict]:
    """Empty where the rules cannot be asked: the event has no date, or somebody no agency."""
    if event.starts_at is None or any(each.agency is None for each in wanted):
        return []
    return judge(
        event,
        [each.applicant for each in wanted],
        request.at,
        version=version,
        manager_agrees=request.manager_agrees,
        leaving=[each.replaces.pk for each in wanted if each.replaces is not None],
    )


def _managers_unknown(verdicts: Sequence[Verdict], request: Request) -> set[int]:
    """People (by identity: some have no row yet) whose manager must agree, and whom nobody knows how to ask."""
    if "manager" in request.despite:
        return set()
    asked = [each.applicant.person for each in verdicts if each.answer.needs_manager]
    known = managers_of(asked) if asked else {}
    return {
        id(person)
        for person in asked
        if person.pk not in known and request.manager_email in ("", person.email)
    }


def state_in(
    room: Room, verdict: Verdict, request: Request, *, others_first: bool
) -> tuple[BookingState, list[Refusal]]:
    """What somebody becomes whom the rules let in, taking the place in `room` if there is one for them.

    With WAITING come the reasons why there is no place, if nobody asked to wait.
    """
    by_staff = verdict.answer.needs_staff and request.origin != Origin.STAFF
    if by_staff and not request.takes_over:
        return BookingState.APPLIED, []
    against = [refusal(r) for r in room.mix_against(verdict.policy, verdict.case, request.at)]
    if by_staff:
        against += [each for each in verdict.warnings if each.code == "restricted"]
    against = [each for each in against if each.code not in request.despite]
    if not room.left or others_first:
        against.append(rules.FULL)
    if against:
        return BookingState.WAITING, [] if request.or_wait else against
    room.take(verdict.case.delegate)
    agreed = not verdict.answer.needs_manager or "manager" in request.despite
    return (BookingState.BOOKED if agreed else BookingState.AWAITING), []


@dataclass(frozen=True)
class Foreseen:
    """What would become of one place that is asked for, if it were booked now. `state` is None if refused."""

    asked: PlaceFor
    refusals: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]
    state: BookingState | None
    no_place: tuple[Refusal, ...]
    pence: int
    provisional: bool


def foresee(event: Event, wanted: Sequence[PlaceFor], request: Request) -> list[Foreseen]:
    """What would become of each of `wanted` now; people need no row yet. Changes nothing.

    `no_place`: why they would wait.
    """
    version = version_in_force(event.board_id, request.at)
    request = replace(request, or_wait=False)
    room = room_of(event)
    others_first = bool(room.left and eligible_waiters(event, room, request.at))
    return [
        _foreseen(asked, each, room, request, others_first=others_first)
        for asked, each in zip(wanted, hear(event, wanted, request, version), strict=True)
    ]


def _foreseen(
    asked: PlaceFor, heard: Heard, room: Room, request: Request, *, others_first: bool
) -> Foreseen:
    verdict = heard.verdict
    if verdict is None or heard.refusals:
        warnings = verdict.warnings if verdict else ()
        pence = verdict.price.pence if verdict else 0
        return Foreseen(asked, heard.refusals, warnings, None, (), pence, provisional=False)
    state, no_place = state_in(room, verdict, request, others_first=others_first)
    return Foreseen(
        asked,
        (),
        verdict.warnings,
        state,
        tuple(no_place),
        verdict.price.pence,
        verdict.price.provisional,
    )
