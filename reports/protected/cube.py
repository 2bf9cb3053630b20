"""What a board's financial year is made of, as the pure rules of `reports.disclosure` take it."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from bookings import querysets as meaning
from courses.choices import EventState
from courses.models import Course, Topic
from people.models import Board
from reports.attendance.population import NO_FILTERS, bookings_in, events_in
from reports.disclosure.family import QUARTERS, Columns, Unit, Year
from reports.periods import Period, financial_year, quarters_of_year

RULES = 1
"""Raised by whoever changes what is hidden: then every pattern is made anew."""

DAYS_TO_COMPLETE = 28
COLUMNS = Columns(
    outcomes=("came", "no_show", "cancelled_early", "cancelled_late", "unmarked", "walk_in"),
    of={
        "booked": ("came", "no_show", "cancelled_early", "cancelled_late", "unmarked"),
        "cancelled": ("cancelled_early", "cancelled_late"),
        "cancelled_early": ("cancelled_early",),
        "cancelled_late": ("cancelled_late",),
        "no_show": ("no_show",),
        "walk_in": ("walk_in",),
        "attended": ("came", "walk_in"),
    },
    identities=(
        (("booked", "walk_in"), ("attended", "no_show", "cancelled")),
        (("cancelled",), ("cancelled_early", "cancelled_late")),
    ),
    fit_in_the_room=("came", "no_show"),
)
OUTCOMES: dict[str, Q] = {
    "came": meaning.REGISTERED & meaning.ATTENDED & ~meaning.CANCELLED,
    "no_show": meaning.NO_SHOW,
    "cancelled_early": meaning.CANCELLED_EARLY,
    "cancelled_late": meaning.CANCELLED_LATE,
    "unmarked": meaning.UNMARKED,
    "walk_in": meaning.WALKED_IN,
}


def cube(board: Board, first: int, *, today: dt.date) -> Year:
    """The quarters of the financial year from April `first` that can be read: 5 queries."""
    quarters = dict(zip(QUARTERS, quarters_of_year(first), strict=True))
    events = _events(board, financial_year(first))
    closed = tuple(name for name, days in quarters.items() if _is_closed(days, events, today=today))
    held = {
        event["pk"]: (event["course_id"], quarter)
        for event in events
        if event["state"] == EventState.COMPLETED
        for quarter in closed
        if quarters[quarter].from_ <= event["day"] <= quarters[quarter].to
    }
    counts, roles = _counts(board, financial_year(first), held)
    return Year(
        COLUMNS,
        counts,
        roles=roles,
        groups=_groups({course for course, _ in held.values()}),
        places=_places([event for event in events if event["pk"] in held], held),
        quarters=closed,
    )


def digest(year: Year) -> str:
    """One short text for all that a pattern depends on."""
    made_of = [
        RULES,
        sorted(([*map(str, place)], n) for place, n in year.counts.items()),
        sorted(year.roles.items()),
        sorted((name, sorted(courses)) for name, courses in year.groups.items()),
        sorted(([*map(str, place)], n) for place, n in year.places.items()),
        year.quarters,
    ]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()


def _events(board: Board, days: Period) -> list[dict[str, Any]]:
    columns = ("pk", "course_id", "state", "starts_at", "capacity", "capacity_is_known")
    events = events_in([board], days, NO_FILTERS).values(*columns)
    return [
        {**event, "day": timezone.localtime(event["starts_at"]).date()}
        for event in events.order_by("pk")
    ]


def _is_closed(days: Period, events: Iterable[dict[str, Any]], *, today: dt.date) -> bool:
    """Over, with all registers completed; four weeks later also without the last of them."""
    if today <= days.to:
        return False
    if today > days.to + dt.timedelta(days=DAYS_TO_COMPLETE):
        return True
    return not any(
        event["state"] == EventState.PUBLISHED and days.from_ <= event["day"] <= days.to
        for event in events
    )


def _counts(
    board: Board, days: Period, held: dict[int, tuple[int, str]]
) -> tuple[dict[tuple[Unit, int, str, str], int], dict[str, int]]:
    keys = ("event_id", "sector_id", "agency_id", "role_group_id")
    groups = bookings_in([board], days, NO_FILTERS).values(*keys)
    counted = groups.annotate(**{name: Count("pk", filter=q) for name, q in OUTCOMES.items()})
    counts: dict[tuple[Unit, int, str, str], int] = defaultdict(int)
    roles: dict[str, int] = defaultdict(int)
    for row in counted:
        if row["event_id"] not in held:
            continue
        course, quarter = held[row["event_id"]]
        unit = Unit(row["sector_id"], row["agency_id"])
        for outcome in OUTCOMES:
            if row[outcome]:
                counts[unit, course, quarter, outcome] += row[outcome]
        roles[str(row["role_group_id"])] += row["came"] + row["walk_in"]
    return dict(counts), {role: n for role, n in roles.items() if n}


def _groups(courses: set[int]) -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = defaultdict(set)
    columns = ("pk", "level_id", "delivery")
    for pk, level, delivery in Course.objects.filter(pk__in=courses).values_list(*columns):
        groups[f"level:{level}"].add(pk)
        groups[f"delivery:{delivery}"].add(pk)
    links = Topic.courses.through.objects.filter(course_id__in=courses)
    for topic, course in links.values_list("topic_id", "course_id"):
        groups[f"topic:{topic}"].add(course)
    return {name: frozenset(those) for name, those in groups.items()}


def _places(
    events: Iterable[dict[str, Any]], held: dict[int, tuple[int, str]]
) -> dict[tuple[int, str], int]:
    """By course and quarter, where every event of an older register says how many there were."""
    places: dict[tuple[int, str], int] = defaultdict(int)
    unknown = set()
    for event in events:
        if event["capacity_is_known"]:
            places[held[event["pk"]]] += event["capacity"]
        else:
            unknown.add(held[event["pk"]])
    return {at: number for at, number in places.items() if at not in unknown}
