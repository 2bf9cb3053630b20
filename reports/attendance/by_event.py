"""What events share, and so places with them: courses, topics, levels, ways of learning, months, quarters."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Case, QuerySet, When
from django.utils import timezone

from courses.choices import Delivery
from courses.models import Course, Event, Topic
from reports.measures.attendance import Counts, summed
from reports.periods import quarter_of

from .lines import Line, total


@dataclass(frozen=True)
class Held:
    """What the report needs of one completed event."""

    id: int
    course_id: int
    month: dt.date
    places: int | None
    room_hire_pence: int | None
    is_invented: bool


@dataclass(frozen=True)
class OfEvents:
    """Counts by event, and whether places may be told: they may not when bookings are picked."""

    held: Sequence[Held]
    counts: Mapping[int, Counts]
    knows_places: bool

    def places(self, events: Iterable[Held] | None = None) -> int | None:
        """How many places there were; None where an event of an older register does not say."""
        places = [event.places for event in (self.held if events is None else events)]
        known = [number for number in places if number is not None]
        return sum(known) if self.knows_places and len(known) == len(places) else None

    def line(self, events: Sequence[Held], named: Line) -> Line:
        """`named`, with the counts, places and number of `events`."""
        counts = summed(self.counts[event.id] for event in events if event.id in self.counts)
        return replace(named, counts=counts.with_places(self.places(events)), events=len(events))


def held(completed: QuerySet[Event]) -> list[Held]:
    columns = ("pk", "course_id", "starts_at", "places", "room_hire_pence", "is_invented")
    known = completed.annotate(places=Case(When(capacity_is_known=True, then="capacity")))
    rows = known.order_by("starts_at", "pk").values_list(*columns)
    here = timezone.get_current_timezone()
    return [
        Held(pk, course_id, starts_at.astimezone(here).date().replace(day=1), *rest)
        for pk, course_id, starts_at, *rest in rows
    ]


def by_course(events: OfEvents) -> tuple[Line, ...]:
    """Every course that ran, also one that nobody of a filtered agency came to: 1 query."""
    runs = _grouped(events.held)
    columns = ("pk", "title", "code", "level_id", "level__name", "delivery")
    courses = Course.objects.filter(pk__in=runs).order_by().values_list(*columns)
    return tuple(
        events.line(runs[course[0]], _of_course(*course))
        for course in sorted(courses, key=lambda course: (course[1].casefold(), course[2]))
    )


def by_level(courses: Sequence[Line]) -> tuple[Line, ...]:
    return _merged(courses, "level", "level_id")


def by_delivery(courses: Sequence[Line]) -> tuple[Line, ...]:
    return _merged(courses, "delivery", "delivery_id")


def by_topic(courses: Sequence[Line]) -> tuple[Line, ...]:
    """A course with two topics stands in both, so these lines do not add up to the total: 1 query."""
    ids = [line.course_id for line in courses if line.course_id is not None]
    links = Topic.courses.through.objects.filter(course_id__in=ids)
    topics: dict[tuple[int, str, int], list[Line]] = defaultdict(list)
    lines = {line.course_id: line for line in courses}
    columns = ("topic__position", "topic__name", "topic_id", "course_id")
    for position, name, topic_id, course_id in links.values_list(*columns):
        topics[position, name, topic_id].append(lines[course_id])
    return tuple(
        _sum_of(those, Line(Counts(), topic=name, topic_id=topic_id))
        for (_, name, topic_id), those in sorted(topics.items())
    )


def by_month(events: OfEvents) -> tuple[Line, ...]:
    months: dict[dt.date, list[Held]] = defaultdict(list)
    for event in events.held:
        months[event.month].append(event)
    return tuple(
        events.line(those, Line(Counts(), starts_on=month))
        for month, those in sorted(months.items())
    )


def by_quarter(months: Sequence[Line]) -> tuple[Line, ...]:
    quarters: dict[dt.date, list[Line]] = defaultdict(list)
    for line in months:
        if line.starts_on is not None:
            quarters[quarter_of(line.starts_on).from_].append(line)
    return tuple(
        _sum_of(those, Line(Counts(), starts_on=first)) for first, those in quarters.items()
    )


def _grouped(events: Iterable[Held]) -> dict[int, list[Held]]:
    runs: dict[int, list[Held]] = defaultdict(list)
    for event in events:
        runs[event.course_id].append(event)
    return runs


def _of_course(
    pk: int, title: str, code: str, level_id: int | None, level: str | None, delivery: str
) -> Line:
    return Line(
        Counts(),
        course=title,
        course_code=code,
        course_id=pk,
        level=level or "",
        level_id=level_id,
        delivery=Delivery(delivery).label,
        delivery_id=delivery,
    )


def _merged(courses: Sequence[Line], name: str, id_: str) -> tuple[Line, ...]:
    groups: dict[tuple[str, int | str], list[Line]] = defaultdict(list)
    for line in courses:
        groups[getattr(line, name), getattr(line, id_)].append(line)
    return tuple(
        _sum_of(those, Line(Counts(), **{name: label, id_: key}))  # type: ignore[arg-type]
        for (label, key), those in sorted(groups.items(), key=lambda item: item[0][0])
    )


def _sum_of(lines: Sequence[Line], named: Line) -> Line:
    places = [line.counts.places_available for line in lines]
    known = None if None in places else sum(number or 0 for number in places)
    return replace(
        named,
        counts=total(lines).with_places(known),
        events=sum(line.events or 0 for line in lines),
    )
