"""How many people the agencies of boards employ, as last counted: beside what share of the training they took."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import Board, WorkforceFigure
from reports.values import Rate


@dataclass(frozen=True)
class Headcount:
    """Summed over role groups; `counted_on` is the day of its oldest part."""

    people: int
    counted_on: dt.date


@dataclass(frozen=True)
class Workforce:
    """Headcounts by agency. An agency nobody has counted is not here: unknown, not nobody."""

    agencies: Mapping[int, Headcount]

    @property
    def people(self) -> int | None:
        return sum(h.people for h in self.agencies.values()) if self.agencies else None

    @property
    def oldest(self) -> dt.date | None:
        return min((h.counted_on for h in self.agencies.values()), default=None)

    def of(self, agency_ids: Sequence[int | None]) -> int | None:
        """The people of these agencies; None unless every one has been counted."""
        known = [self.agencies[id_].people for id_ in agency_ids if id_ and id_ in self.agencies]
        return sum(known) if known and len(known) == len(agency_ids) else None

    def share(self, agency_ids: Sequence[int | None]) -> Rate:
        """These agencies' people, out of everybody counted."""
        return Rate(self.of(agency_ids), self.people)


def workforce_figures(boards: Sequence[Board], *, on: dt.date) -> QuerySet[WorkforceFigure]:
    """The figures of the agencies of `boards` up to the day `on`, the latest last.

    Those of an agency that was merged say nothing of the one it is now, and are left out.
    """
    figures = WorkforceFigure.objects.filter(
        agency__boards__in=boards, agency__merged_into=None, counted_on__lte=on
    )
    return figures.order_by("counted_on").distinct()


def workforce_of(boards: Sequence[Board], *, on: dt.date) -> Workforce:
    """The last figures counted up to the day `on`: 1 query."""
    columns = ("agency_id", "role_group_id", "headcount", "counted_on")
    chosen: dict[int, dict[int, Headcount]] = defaultdict(dict)
    for agency, role, people, counted_on in workforce_figures(boards, on=on).values_list(*columns):
        chosen[agency][role] = Headcount(people, counted_on)
    return Workforce(
        {
            agency: Headcount(
                sum(part.people for part in parts.values()),
                min(part.counted_on for part in parts.values()),
            )
            for agency, parts in chosen.items()
        }
    )
