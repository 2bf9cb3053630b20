"""How the places of an event are taken, by agency, sector and category: what caps and floors look at."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import Count

from bookings.policy.cases import Case, Delegate, GroupPlaces
from bookings.policy.choices import MixBy
from bookings.policy.eligibility import agency_has_room, mix_leaves_room
from bookings.policy.quotes import Reason
from bookings.policy.schema import Policy
from courses.models import Event

from .casework import standings_of
from .models import Booking, ReservedPlace
from .querysets import HOLDS_A_PLACE


@dataclass
class Room:
    """The places of an event as they stand; `take` and `leave` keep it true while several are given out."""

    capacity: int
    taken: int
    groups: Counter[tuple[MixBy, str]]

    @property
    def left(self) -> int:
        return max(self.capacity - self.taken, 0)

    def take(self, delegate: Delegate, places: int = 1) -> None:
        self.taken += places
        for group in groups_of(delegate):
            self.groups[group] += places

    def leave(self, delegate: Delegate) -> None:
        self.take(delegate, -1)

    def as_seen_by(self, case: Case) -> Case:
        """The case, with the places as they stand now."""
        groups = tuple(
            GroupPlaces(by=by, group=group, places=places)
            for (by, group), places in self.groups.items()
            if places > 0
        )
        return replace(case, places_taken=min(self.taken, self.capacity), group_places=groups)

    def mix_against(self, policy: Policy, case: Case, at: dt.datetime) -> list[Reason]:
        """Why the mix, or the most that an agency may have, keeps this case out for now.

        Empty if nothing does, a full event left aside.
        """
        if not policy.mix and policy.eligibility.most_per_agency is None:
            return []
        seen = self.as_seen_by(case)
        found = (*agency_has_room(policy, seen, at), *mix_leaves_room(policy, seen, at))
        return [reason for _, reason in found]


def groups_of(delegate: Delegate) -> tuple[tuple[MixBy, str], ...]:
    return (
        (MixBy.AGENCY, delegate.agency),
        (MixBy.SECTOR, delegate.sector),
        (MixBy.CATEGORY, delegate.category.value),
    )


def room_of(event: Event) -> Room:
    """The room of an event, in three queries at most."""
    room = Room(capacity=event.capacity, taken=event.places_taken, groups=Counter())
    held = Booking.objects.filter(HOLDS_A_PLACE, event=event).order_by()
    rows = held.values_list("agency__name", "sector__name", "category").annotate(Count("pk"))
    for agency, sector, category, places in rows:
        room.groups[MixBy.AGENCY, agency] += places
        room.groups[MixBy.SECTOR, sector] += places
        room.groups[MixBy.CATEGORY, category] += places
    reserved = list(
        ReservedPlace.objects.filter(event=event, closed_at__isnull=True).select_related(
            "agency__sector"
        )
    )
    standings = standings_of({each.agency for each in reserved}, event.board_id) if reserved else {}
    for each in reserved:
        room.groups[MixBy.AGENCY, each.agency.name] += 1
        room.groups[MixBy.SECTOR, each.agency.sector.name] += 1
        room.groups[MixBy.CATEGORY, standings[each.agency_id].category.value] += 1
    return room
