"""The mix of agencies in a room, before and after places are given out, to be drawn and read."""

from collections.abc import Iterator
from dataclasses import dataclass

from bookings.allocation import Allocation
from bookings.policy.choices import MixBy, MixKind
from bookings.policy.eligibility import group_words
from bookings.policy.moments import MixLimit
from bookings.policy.words import moment_words
from bookings.room import groups_of


@dataclass(frozen=True)
class Share:
    """One group's part of the room: `held` places before, `given` now; `most` it may have, `kept` for it."""

    by: str
    group: str
    held: int
    given: int
    most: int | None
    kept: int | None
    until: str

    @property
    def places(self) -> int:
        return self.held + self.given

    @property
    def rule(self) -> str:
        said = []
        if self.most is not None:
            said.append(f"at most {self.most}")
        if self.kept is not None:
            said.append(f"{self.kept} kept for them")
        return f"{' and '.join(said)}, until {self.until}" if said else ""

    @property
    def verdict(self) -> str:
        """Whether its rule is kept, in words."""
        if self.most is not None and self.places > self.most:
            return f"{self.places - self.most} too many"
        if self.kept is not None and self.places < self.kept:
            return f"{self.kept - self.places} still free for them"
        return "kept" if self.rule else ""

    @property
    def is_broken(self) -> bool:
        return self.most is not None and self.places > self.most


def shares_of(allocation: Allocation) -> list[Share]:
    """Sectors, then agencies, then categories where a rule names them; each group with or about to have places."""
    limited = {limit.by for limit in allocation.limits}
    kinds = [MixBy.SECTOR, MixBy.AGENCY, *({MixBy.CATEGORY} & limited)]
    return [share for by in kinds for share in _shares(allocation, by)]


def _shares(allocation: Allocation, by: MixBy) -> Iterator[Share]:
    asked = {
        group
        for each in allocation.proposals
        for kind, group in groups_of(each.candidate.case.delegate)
        if kind == by
    }
    there = {
        group for (kind, group), places in allocation.room.groups.items() if kind == by and places
    }
    named = {each.group for each in allocation.limits if each.by == by and each.group}
    for group in sorted(asked | there | named):
        yield _share(allocation, by, group)


def _share(allocation: Allocation, by: MixBy, group: str) -> Share:
    held = allocation.before.groups[by, group]
    limits = [each for each in allocation.limits if each.by == by and each.group in ("", group)]
    most = _tightest([each for each in limits if each.kind == MixKind.CAP])
    kept = _tightest([each for each in limits if each.kind == MixKind.FLOOR])
    until = most or kept
    return Share(
        by=by.label,
        group=group_words(by, group),
        held=held,
        given=allocation.room.groups[by, group] - held,
        most=most.places if most else None,
        kept=kept.places if kept else None,
        until=moment_words(until.released_at) if until else "",
    )


def _tightest(limits: list[MixLimit]) -> MixLimit | None:
    return min(limits, key=lambda limit: limit.places, default=None)
