"""Until when people are trained, and where they work: what reach is counted from."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from bookings.models import Booking
from bookings.querysets import ATTENDED
from courses.choices import EventState
from courses.models import Course
from people.models import Board, Employment
from reports.periods import midnight

STAYS_VALID = dt.date.max
A_FEW_DAYS = dt.timedelta(days=4)
"""Months are of different lengths: what runs out is worked out to the day afterwards."""
Place = tuple[int, int | None]
"""An agency and a role group, which may not be known."""


@dataclass(frozen=True)
class Catalogue:
    """The boards' courses, and which count as which: `counts_as[a]` are the courses attended for `a`."""

    courses: Mapping[int, Course]
    counts_as: Mapping[int, frozenset[int]]

    @property
    def stays_valid(self) -> dict[int, int | None]:
        """How many months an attendance of each course counts for at most, as any course; None: always."""
        longest: dict[int, int | None] = {}
        for course, these in self.counts_as.items():
            months = self.courses[course].refresher_months
            for each in these:
                known = longest.get(each, 0)
                longest[each] = None if None in (months, known) else max(months or 0, known or 0)
        return longest


class Clock:
    """When training runs out; each day and length is worked out once."""

    def __init__(self) -> None:
        self._days: dict[tuple[dt.datetime, int | None], dt.date] = {}

    def runs_out(self, attended: dt.datetime, months: int | None) -> dt.date:
        """The first day on which training that ended at `attended` is no longer valid."""
        key = (attended, months)
        if key not in self._days:
            day = timezone.localtime(attended).date()
            self._days[key] = STAYS_VALID if months is None else day + relativedelta(months=months)
        return self._days[key]


Attended = Mapping[int, Sequence[tuple[int, dt.datetime]]]
"""By course: people, and when they last attended it."""


def catalogue_of(boards: Sequence[Board]) -> Catalogue:
    """Two queries."""
    courses = Course.objects.filter(board__in=boards).in_bulk()
    counts_as = {pk: {pk} for pk in courses}
    same = Course.equivalents.through.objects.filter(from_course__board__in=boards)
    for course, other in same.values_list("from_course_id", "to_course_id"):
        counts_as[course].add(other)
    return Catalogue(courses, {pk: frozenset(these) for pk, these in counts_as.items()})


def attendances_valid(catalogue: Catalogue, on: dt.date) -> QuerySet[Booking]:
    """Attendances of these courses at completed events that were over at the end of the day; those that ran out
    long before are left out, so that a page does not grow with the years."""
    courses: dict[int | None, list[int]] = defaultdict(list)
    for course, months in catalogue.stays_valid.items():
        courses[months].append(course)
    valid = Q(pk__in=())
    for months, these in courses.items():
        of_these = Q(event__course__in=these)
        if months is not None:
            since = on - relativedelta(months=months) - A_FEW_DAYS
            of_these &= Q(event__ends_at__gte=midnight(since))
        valid |= of_these
    return Booking.objects.filter(
        valid,
        ATTENDED,
        event__state=EventState.COMPLETED,
        event__ends_at__lt=midnight(on + dt.timedelta(days=1)),
    ).order_by()


def last_attended(attendances: QuerySet[Booking]) -> Attended:
    """One query."""
    found: dict[int, list[tuple[int, dt.datetime]]] = defaultdict(list)
    rows = attendances.values_list("event__course_id", "person_id").annotate(Max("event__ends_at"))
    for course, person, when in rows:
        found[course].append((person, when))
    return found


def trained_in(
    course: Course, catalogue: Catalogue, attended: Attended, on: dt.date, clock: Clock
) -> dict[int, dt.date]:
    """Who is trained in a course on a day, and when that runs out, by the course's own refresher period."""
    found: dict[int, dt.date] = {}
    for each in catalogue.counts_as[course.pk]:
        for person, when in attended.get(each, ()):
            until = clock.runs_out(when, course.refresher_months)
            if until > max(on, found.get(person, on)):
                found[person] = until
    return found


def longest(found: Iterable[Mapping[int, dt.date]]) -> dict[int, dt.date]:
    """For each person the latest day of several courses."""
    until: dict[int, dt.date] = {}
    for each in found:
        for person, day in each.items():
            until[person] = max(day, until.get(person, day))
    return until


def workplaces(attendances: QuerySet[Booking], on: dt.date) -> tuple[dict[int, Place], set[int]]:
    """Where people work on a day, and who has left: two queries.

    Somebody of whom no employment up to the day is known stands where the last of these attendances says. Who had one
    that ended, and none since, has left.
    """
    places: dict[int, Place] = {}
    left: set[int] = set()
    people = attendances.values("person")
    employed = Employment.objects.filter(person__in=people, starts_on__lte=on).order_by(
        "starts_on", "pk"
    )
    columns = ("person_id", "agency_id", "role_group_id", "ends_on")
    for person, agency, role, ends_on in employed.values_list(*columns):
        if ends_on is None or ends_on >= on:
            places[person] = (agency, role)
        else:
            left.add(person)
    known = Employment.objects.filter(person=OuterRef("person"), starts_on__lte=on)
    rows = attendances.exclude(Exists(known)).order_by("event__ends_at", "pk")
    for person, agency, role in rows.values_list("person_id", "agency_id", "role_group_id"):
        places[person] = (agency, role)
    return places, left - set(places)
