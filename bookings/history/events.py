"""Which courses and events of ours an old list means, and which would be made."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from courses.actions.past import PastCourse
from courses.imports.problems import Problem, Severity
from courses.imports.reading import key_of
from courses.models import Course, Session
from courses.querysets import TIMES_NOT_RECORDED
from people.models import Board

from .fields import LABELS, Field
from .reading import EventKey, Reading, SheetEvent


@dataclass
class EventMatches:
    """`same`: an event of the list to the one it is the same as, where a row leaves time or venue out.

    `existing`: to an event of ours. `courses`: the course of each of the others, ours or to be made (by
    key of its title, in `new_courses`).
    """

    same: dict[EventKey, EventKey] = field(default_factory=dict)
    existing: dict[EventKey, int] = field(default_factory=dict)
    courses: dict[EventKey, int | str] = field(default_factory=dict)
    new_courses: dict[str, PastCourse] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Ours:
    """An event that we have, as far as it is compared. `start` is "" where the times are not known."""

    pk: int
    start: str
    venue: str
    is_imported: bool


def match_events(
    wanted: Iterable[EventKey],
    reading: Reading,
    board: Board,
    *,
    as_before: Mapping[EventKey, int],
) -> EventMatches:
    """What each event of the list is. `as_before`: what rows loaded earlier were taken for."""
    result = EventMatches()
    keys = list(wanted)
    _find_same(result, keys, reading)
    courses = _courses(board)
    ours = _events(board)
    for key in dict.fromkeys(result.same[key] for key in keys if key in result.same):
        sheet = reading.events[key]
        before = as_before.get(key)
        course = _course(result, key, sheet, courses)
        if before is not None:
            result.existing[key] = before
        elif course is not None:
            found = ours.get((course, key.day), []) if isinstance(course, int) else []
            _match(result, key, sheet, course, found)
    return result


def _find_same(result: EventMatches, keys: list[EventKey], reading: Reading) -> None:
    """A row without a time, venue or code belongs to the one event of its course and day that it can belong to."""
    by_day: dict[tuple[str, dt.date], list[EventKey]] = defaultdict(list)
    for key in reading.events:
        by_day[key.course, key.day].append(key)
    for key in keys:
        wider = [
            other
            for other in by_day[key.course, key.day]
            if other != key and _says_more(other, key)
        ]
        fullest = [each for each in wider if not any(_says_more(o, each) for o in wider)]
        if len(fullest) > 1:
            _say(
                result, reading.events[key], Field.DATE, f"{key.day:%d/%m/%Y}",
                f"There were {len(fullest)} events of this course that day: give the start time, the venue or the code.",
            )  # fmt: skip
        else:
            result.same[key] = fullest[0] if fullest else key


def _says_more(other: EventKey, key: EventKey) -> bool:
    """`other` may be `key` and says more of it."""
    pairs = ((key.start, other.start), (key.venue, other.venue), (key.code, other.code))
    return other != key and all(one in ("", two) for one, two in pairs)


def _courses(board: Board) -> tuple[dict[str, list[int]], dict[str, int]]:
    by_title: dict[str, list[int]] = defaultdict(list)
    by_code: dict[str, int] = {}
    for pk, title, code in Course.objects.filter(board=board).values_list("pk", "title", "code"):
        by_title[key_of(title)].append(pk)
        by_code[code.casefold()] = pk
    return by_title, by_code


def _course(
    result: EventMatches,
    key: EventKey,
    sheet: SheetEvent,
    courses: tuple[dict[str, list[int]], dict[str, int]],
) -> int | str | None:
    by_title, by_code = courses
    titled, coded = by_title.get(key.course, []), by_code.get(sheet.code.casefold())
    if sheet.code and coded is not None:
        return coded
    if len(titled) > 1:
        message = (
            "The catalogue has more than one course of this title: add a column with the code."
        )
        _say(result, sheet, Field.TITLE, sheet.title, message)
        return None
    if titled:
        return titled[0]
    new = f"{key.course} {key.code}".rstrip()
    if new not in result.new_courses:
        taken = {each.code.casefold() for each in result.new_courses.values() if each.code}
        code = "" if sheet.code.casefold() in taken else sheet.code
        result.new_courses[new] = PastCourse(sheet.title, code)
    return new


def _events(board: Board) -> dict[tuple[int, dt.date], list[_Ours]]:
    found: dict[tuple[int, dt.date], list[_Ours]] = defaultdict(list)
    rows = Session.objects.filter(event__board=board).order_by("event", "starts_at")
    columns = ("event", "event__course", "event__is_imported", "starts_at", "title", "venue__name")
    seen: set[int] = set()
    for pk, course, is_imported, starts_at, title, venue in rows.values_list(*columns).iterator():
        if pk in seen:
            continue
        seen.add(pk)
        local = timezone.localtime(starts_at)
        start = "" if title == TIMES_NOT_RECORDED else f"{local:%H:%M}"
        found[course, local.date()].append(_Ours(pk, start, key_of(venue or ""), is_imported))
    return found


def _match(
    result: EventMatches,
    key: EventKey,
    sheet: SheetEvent,
    course: int | str,
    ours: list[_Ours],
) -> None:
    there = [
        each for each in ours if _may_be(key.start, each.start) and _may_be(key.venue, each.venue)
    ]
    if len(there) > 1:
        message = "Several events of this course are in the calendar that day: give the start time or venue."
        _say(result, sheet, Field.DATE, f"{key.day:%d/%m/%Y}", message)
    elif there and not there[0].is_imported:
        message = "This event is in the calendar with a register of its own: take its rows out of the file."
        _say(result, sheet, Field.DATE, f"{key.day:%d/%m/%Y}", message)
    elif there:
        result.existing[key] = there[0].pk
    else:
        result.courses[key] = course


def _may_be(one: str, other: str) -> bool:
    return one == other or "" in (one, other)


def _say(result: EventMatches, sheet: SheetEvent, which: Field, value: str, message: str) -> None:
    result.problems.append(Problem(sheet.row, LABELS[which], value[:100], message, Severity.ERROR))
