"""How many were asked and how many answered, wave by wave. Loads no statistics."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from .choices import Wave
from .models import RunWave


@dataclass(frozen=True)
class Response:
    """How many were invited to a wave and how many sent its form."""

    invited: int
    answered: int

    def __add__(self, other: "Response") -> "Response":
        return Response(self.invited + other.invited, self.answered + other.answered)


def response_of(waves: QuerySet[RunWave]) -> dict[Wave, Response]:
    """By wave, of all `waves` together."""
    together: dict[Wave, Response] = {}
    for of_course in response_by_course(waves).values():
        for wave, response in of_course.items():
            together[wave] = together.get(wave, Response(0, 0)) + response
    return together


def response_by_course(waves: QuerySet[RunWave]) -> dict[int, Mapping[Wave, Response]]:
    """By course and wave: from the invitations while they are there, and from what was kept of them afterwards."""
    columns = ("pk", "wave", "invited", "answered", "run__event__course_id")
    counted = (
        waves.order_by("wave")
        .values(*columns)
        .annotate(
            now_invited=Count("invitations"),
            now_answered=Count("invitations", filter=Q(invitations__is_answered=True)),
        )
    )
    found: dict[int, dict[Wave, Response]] = defaultdict(dict)
    for row in counted:
        course, wave = found[row["run__event__course_id"]], Wave(row["wave"])
        course[wave] = course.get(wave, Response(0, 0)) + Response(
            row["invited"] or row["now_invited"], row["answered"] or row["now_answered"]
        )
    return dict(found)
