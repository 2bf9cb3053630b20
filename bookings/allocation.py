"""Who gets a place where staff give them out: a proposal for each, and why. Pure: no queries and no clock.

First what is kept for a group goes to those of the group, then what is left to everybody, each time in the
order of application and as far as caps allow.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from bookings.policy.cases import Case
from bookings.policy.choices import MixKind, Placing
from bookings.policy.eligibility import group_words
from bookings.policy.moments import MixLimit, mix_limits
from bookings.policy.quotes import Reason
from bookings.policy.schema import Policy
from bookings.policy.words import moment_words
from courses.dates import counted

from .room import Room, groups_of

OF_FLOORS = "mix_floor"
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


class Decision(TextChoices):
    PLACE = "place", "Place"
    WAIT = "wait", "Waiting list"
    NONE = "none", "No place"


@dataclass(frozen=True)
class Candidate:
    """Somebody who has applied, or who `waits` already; `key` names them.

    `refusals`: why the rules do not let them in, places or not. `warnings` stop nobody.
    """

    key: int
    name: str
    case: Case
    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    waits: bool = False


@dataclass(frozen=True)
class Override:
    """What the officer decides instead, and the officer's reason."""

    decision: Decision
    why: str


@dataclass(frozen=True)
class Proposal:
    """`why` is a sentence; `breaks` says what the officer's own decision breaks, empty for the rules'."""

    candidate: Candidate
    decision: Decision
    why: str
    breaks: tuple[str, ...] = ()
    override: Override | None = None


@dataclass(frozen=True)
class Allocation:
    """The proposals in the order of application, and the room once they are carried out."""

    proposals: tuple[Proposal, ...]
    before: Room
    room: Room
    limits: tuple[MixLimit, ...]

    @property
    def placed(self) -> list[Proposal]:
        return [each for each in self.proposals if each.decision == Decision.PLACE]

    @property
    def too_many(self) -> int:
        """How many places more than there are the officer's decisions give out."""
        given_out = max(self.before.taken, self.before.capacity)
        return max(self.room.taken - given_out, 0)


def allocate(
    candidates: Sequence[Candidate],
    room: Room,
    policy: Policy,
    at: dt.datetime,
    overrides: Mapping[int, Override] | None = None,
) -> Allocation:
    """A decision for each of `candidates` (in the order of application), by the rules of the event at `at`.

    Whom the officer's `overrides` give a place has it before the rules share out the rest. Where a cap and
    what is kept pull against each other, the cap holds.
    """
    overrides = overrides or {}
    rounds = _Rounds(candidates, room, policy, at, overrides)
    reasons = rounds.reasons()
    allocation = Allocation(
        tuple(_proposal(each, reasons, overrides) for each in candidates),
        room,
        rounds.room,
        rounds.limits,
    )
    if not overrides:
        return allocation
    plain = allocate(candidates, room, policy, at)
    judged = _Breaks(plain, allocation, policy, at)
    return replace(allocation, proposals=tuple(judged.all()))


Reasons = Mapping[int, tuple[Decision, str]]


def _proposal(
    candidate: Candidate, reasons: Reasons, overrides: Mapping[int, Override]
) -> Proposal:
    override = overrides.get(candidate.key)
    if override is not None:
        return Proposal(candidate, override.decision, override.why, override=override)
    return Proposal(candidate, *reasons[candidate.key])


class _Rounds:
    """The two rounds: what is kept for groups, then what is left."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        room: Room,
        policy: Policy,
        at: dt.datetime,
        overrides: Mapping[int, Override],
    ) -> None:
        self.candidates, self.policy, self.at, self.overrides = candidates, policy, at, overrides
        self.room = replace(room, groups=Counter(room.groups))
        self.found: dict[int, tuple[Decision, str]] = {}
        self.limits: tuple[MixLimit, ...] = ()
        if candidates:
            every = mix_limits(policy, candidates[0].case.event, room.capacity)
            self.limits = tuple(each for each in every if at < each.released_at)

    def reasons(self) -> Reasons:
        for candidate in self.candidates:
            override = self.overrides.get(candidate.key)
            if override is not None and override.decision == Decision.PLACE:
                self.room.take(candidate.case.delegate)
        for limit in self.limits:
            if limit.kind == MixKind.FLOOR:
                self._give_what_is_kept(limit)
        for number, candidate in enumerate(self.candidates, start=1):
            if candidate.key not in self.overrides and candidate.key not in self.found:
                self._judge(candidate, number)
        return self.found

    def _give_what_is_kept(self, limit: MixLimit) -> None:
        group = (limit.by, limit.group)
        for candidate in self.candidates:
            held = self.room.groups[group]
            if held >= limit.places or not self.room.left:
                return
            if group not in groups_of(candidate.case.delegate) or not self._is_open(candidate):
                continue
            if any(each.code != OF_FLOORS for each in self._against(candidate)):
                continue
            kept = f"{counted(limit.places, 'place')} {'is' if limit.places == 1 else 'are'} kept"
            words = group_words(limit.by, limit.group)
            self._place(candidate, f"Place: {ordinal(held + 1)} of {words}, for whom {kept}.")

    def _is_open(self, candidate: Candidate) -> bool:
        decided = candidate.key in self.found or candidate.key in self.overrides
        return not decided and not candidate.refusals

    def _judge(self, candidate: Candidate, number: int) -> None:
        if candidate.refusals:
            self._refuse(candidate)
            return
        against = self._against(candidate)
        if not self.room.left:
            self.found[candidate.key] = Decision.WAIT, "Waits: every place is given."
        elif against:
            words = " ".join(dict.fromkeys(self._words_of(each, candidate) for each in against))
            self.found[candidate.key] = Decision.WAIT, f"Waits: {_lower(words)}"
        else:
            how = "to wait" if candidate.waits else "to apply"
            self._place(candidate, f"Place: {ordinal(number)} {how}, and no rule is against it.")

    def _refuse(self, candidate: Candidate) -> None:
        words = " ".join(candidate.refusals)
        if candidate.waits:
            self.found[candidate.key] = Decision.WAIT, f"Waits: {_lower(words)}"
        else:
            self.found[candidate.key] = Decision.NONE, f"No place: {_lower(words)}"

    def _place(self, candidate: Candidate, why: str) -> None:
        self.room.take(candidate.case.delegate)
        self.found[candidate.key] = Decision.PLACE, why

    def _against(self, candidate: Candidate) -> list[Reason]:
        return self.room.mix_against(self.policy, candidate.case, self.at)

    def _words_of(self, reason: Reason, candidate: Candidate) -> str:
        """A cap says how many of the group have a place; the other rules say it themselves."""
        limit = next((each for each in self.limits if each.rule == reason.rule), None)
        if limit is None or limit.kind != MixKind.CAP:
            return reason.message
        group = next(each for each in groups_of(candidate.case.delegate) if each[0] == limit.by)
        held = self.room.groups[group]
        have = "has a place" if held == 1 else "have a place"
        until = moment_words(limit.released_at)
        return (
            f"{held} of {group_words(*group)} already {have} and at most {limit.places} may "
            f"until {until}."
        )


class _Breaks:
    """What each of the officer's own decisions breaks, seen from the room as all decisions leave it."""

    def __init__(
        self, plain: Allocation, allocation: Allocation, policy: Policy, at: dt.datetime
    ) -> None:
        self.plain = {each.candidate.key: each for each in plain.proposals}
        self.allocation, self.policy, self.at = allocation, policy, at

    def all(self) -> Iterator[Proposal]:
        for number, each in enumerate(self.allocation.proposals):
            if each.override is None:
                yield each
            elif each.decision == Decision.PLACE:
                yield replace(each, breaks=tuple(self._by_placing(each)))
            else:
                yield replace(each, breaks=tuple(self._by_passing_over(each, number)))

    def _by_placing(self, proposal: Proposal) -> Iterator[str]:
        candidate, room = proposal.candidate, self.allocation.room
        yield from candidate.refusals
        if self.allocation.too_many:
            yield f"There are only {counted(room.capacity, 'place')}."
        without = replace(room, groups=Counter(room.groups))
        without.leave(candidate.case.delegate)
        for reason in without.mix_against(self.policy, candidate.case, self.at):
            yield reason.message

    def _by_passing_over(self, proposal: Proposal, number: int) -> Iterator[str]:
        candidate, room = proposal.candidate, self.allocation.room
        plain = self.plain[candidate.key]
        if proposal.decision == Decision.WAIT and not candidate.waits:
            yield from candidate.refusals
        if plain.decision == Decision.PLACE:
            yield f"By the rules they have a place. {plain.why}"
        for later in self.allocation.proposals[number + 1 :]:
            same = groups_of(later.candidate.case.delegate) == groups_of(candidate.case.delegate)
            if same and later.decision == Decision.PLACE and not candidate.refusals:
                yield f"{later.candidate.name} applied later, is of the same agency and has a place."
        if self._would_be_served(proposal, room):
            yield "A place stays free, and the waiting list gives it to them at once."

    def _would_be_served(self, proposal: Proposal, room: Room) -> bool:
        candidate = proposal.candidate
        served = self.policy.waiting_list.placing != Placing.BY_STAFF
        free = room.left and not candidate.refusals
        against = room.mix_against(self.policy, candidate.case, self.at)
        return bool(served and proposal.decision == Decision.WAIT and free and not against)


def ordinal(number: int) -> str:
    """ "first", "tenth", "11th", "22nd"."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _lower(words: str) -> str:
    """A sentence as it goes on after a colon; what is written in capitals stays so."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
