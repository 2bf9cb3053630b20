"""A file compared with a board's catalogue: what would be made, kept or changed. Reads, never writes."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from django.utils import timezone

from courses.choices import Delivery
from courses.dates import duration
from courses.models import Course, Event, Level, Venue
from people.models import Board

from . import read
from .mapping import LABELS, Field, choose
from .problems import NO_ROWS, FileRefused, Problem, Severity
from .reading import CourseWanted, EventWanted, Reading, key_of, read_table

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$")


class Outcome(StrEnum):
    CREATE = "create"
    KEEP = "keep"
    UPDATE = "update"


@dataclass
class CoursePlan:
    """`changes` are the fields of an existing course that get another value: name to (now, to be)."""

    wanted: CourseWanted
    existing: Course | None = None
    changes: dict[str, tuple[object, object]] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        if self.existing is None:
            return Outcome.CREATE
        return Outcome.UPDATE if self.changes else Outcome.KEEP

    @property
    def changes_in_words(self) -> list[str]:
        return [
            f"{LABELS[COURSE_FIELDS[name]]}: {in_words(name, was)} becomes {in_words(name, value)}"
            for name, (was, value) in self.changes.items()
        ]


@dataclass(frozen=True)
class EventPlan:
    wanted: EventWanted
    outcome: Outcome


@dataclass
class Plan:
    """What importing `reading` into `board` would do. `venues` and `levels` are the names to be added."""

    board: Board
    reading: Reading
    replace: bool
    courses: dict[str, CoursePlan] = field(default_factory=dict)
    events: list[EventPlan] = field(default_factory=list)
    venues: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [each for each in self.problems if each.severity == Severity.ERROR]

    @property
    def notes(self) -> list[Problem]:
        return [each for each in self.problems if each.severity == Severity.NOTE]

    @property
    def changes_nothing(self) -> bool:
        counts = self.counts()
        kept = {"rows", "left_out", "courses_keep", "events_keep", "events_past", "notes"}
        return not any(count for name, count in counts.items() if name not in kept)

    def counts(self) -> dict[str, int]:
        """Whole numbers for summaries; `events_past` are events to be made that have already ended."""
        courses = Counter(each.outcome for each in self.courses.values())
        events = Counter(each.outcome for each in self.events)
        now = timezone.now()
        return {
            "rows": self.reading.rows,
            "left_out": self.reading.left_out,
            **{f"courses_{each}": courses[each] for each in Outcome},
            "events_create": events[Outcome.CREATE],
            "events_keep": events[Outcome.KEEP],
            "events_past": sum(
                each.outcome == Outcome.CREATE and each.wanted.ends_at < now for each in self.events
            ),
            "venues_create": len(self.venues),
            "levels_create": len(self.levels),
            "errors": len(self.errors),
            "notes": len(self.notes),
        }


COURSE_FIELDS = {
    "code": Field.CODE,
    "level": Field.LEVEL,
    "duration_minutes": Field.DURATION,
    "delivery": Field.DELIVERY,
    "summary": Field.SUMMARY,
}


def in_words(name: str, value: object) -> str:
    """A course's value as the officer reads it."""
    if value in (None, ""):
        return "nothing"
    if name == "duration_minutes":
        return duration(int(str(value)))
    if name == "delivery":
        return str(Delivery(str(value)).label)
    return str(value)


@dataclass(frozen=True)
class Request:
    """How a file is to be read: `chosen` as for `mapping.choose`, the rest as for `read` and `reading`."""

    encoding: str = ""
    sheet: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    guessing: bool = True
    only_board: str = ""
    replace: bool = False


def plan_file(
    file: BinaryIO, board: Board, request: Request, *, progress: read.Progress | None = None
) -> Plan:
    """The plan for a whole file. Raises FileRefused when it cannot be read."""
    with read.open_table(file, encoding=request.encoding, sheet=request.sheet) as table:
        columns = choose(table.headings, request.chosen, guessing=request.guessing)
        reading = read_table(
            table,
            columns,
            board_names=(board.name, board.short_name),
            only_board=request.only_board,
            progress=progress,
        )
    if not reading.rows:
        raise FileRefused(NO_ROWS)
    return compare(board, reading, replace=request.replace)


def compare(board: Board, reading: Reading, *, replace: bool = False) -> Plan:
    """`reading` against what `board` has now.

    Details that a course lacks are filled in; those that differ are kept, or replaced with `replace`. Events
    are found by course and start and never changed: people may be booked on them.
    """
    plan = Plan(board, reading, replace, problems=list(reading.problems))
    _match_courses(plan)
    _match_events(plan)
    _match_names(plan)
    plan.problems.sort(key=lambda problem: problem.row)
    return plan


def _match_courses(plan: Plan) -> None:
    by_title: dict[str, list[Course]] = {}
    by_code: dict[str, Course] = {}
    for course in Course.objects.filter(board=plan.board).select_related("level"):
        by_title.setdefault(key_of(course.title), []).append(course)
        by_code[course.code.casefold()] = course
    for key, wanted in plan.reading.courses.items():
        matches = by_title.get(key, [])
        coded = by_code.get(wanted.code.casefold()) if wanted.code else None
        if coded is not None and coded in matches:
            matches = [coded]
        elif coded is not None:
            _say(
                plan, wanted.row, Field.CODE, wanted.code, f"“{coded.title}” has this code.",
                Severity.ERROR,
            )  # fmt: skip
        if len(matches) > 1:
            _say(
                plan, wanted.row, Field.TITLE, wanted.title,
                "The catalogue has more than one course of this title: add a column with the code.",
                Severity.ERROR,
            )  # fmt: skip
        course_plan = CoursePlan(wanted, matches[0] if matches else None)
        plan.courses[key] = course_plan
        _find_changes(plan, course_plan)


def _find_changes(plan: Plan, course_plan: CoursePlan) -> None:
    course, wanted = course_plan.existing, course_plan.wanted
    if course is None:
        return
    if course.is_archived:
        _say(plan, wanted.row, Field.TITLE, wanted.title, "This course is archived, and stays so.")
    for name, which in COURSE_FIELDS.items():
        value = getattr(wanted, name) or None
        was = getattr(course, name)
        if value is None or key_of(str(was or "")) == key_of(str(value)):
            continue
        if plan.replace or was in (None, ""):
            course_plan.changes[name] = (was, value)
        else:
            _say(
                plan,
                wanted.said_in.get(name, wanted.row),
                which,
                in_words(name, value),
                f"The catalogue says {in_words(name, was)}: kept.",
            )


def _match_events(plan: Plan) -> None:
    known: dict[tuple[int, dt.datetime], tuple[dt.datetime, int]] = {
        (course_id, starts_at): (ends_at, capacity)
        for course_id, starts_at, ends_at, capacity in Event.objects.filter(
            board=plan.board, starts_at__isnull=False
        ).values_list("course_id", "starts_at", "ends_at", "capacity")
        if starts_at is not None and ends_at is not None
    }
    for event in plan.reading.events.values():
        course = plan.courses[event.course].existing
        there = known.get((course.pk, event.starts_at)) if course else None
        plan.events.append(EventPlan(event, Outcome.CREATE if there is None else Outcome.KEEP))
        if there and there != (event.ends_at, event.places or there[1]):
            _say(
                plan, event.row, Field.DATE, f"{timezone.localtime(event.starts_at):%Y-%m-%d %H:%M}",
                "The event is there with another end or number of places: it stays as it is.",
            )  # fmt: skip


def _match_names(plan: Plan) -> None:
    """Venues and levels that the board does not have yet, by key."""
    venues = {key_of(name) for name in _names(Venue, plan.board)}
    for event in plan.events:
        name = event.wanted.venue
        if event.outcome == Outcome.CREATE and name and key_of(name) not in venues:
            plan.venues.setdefault(key_of(name), name)
    levels = {key_of(name) for name in _names(Level, plan.board)}
    for course in plan.courses.values():
        level = course.wanted.level
        takes_it = course.outcome == Outcome.CREATE or "level" in course.changes
        if level and takes_it and key_of(level) not in levels:
            plan.levels.setdefault(key_of(level), level)


def _names(model: type[Venue] | type[Level], board: Board) -> list[str]:
    return list(model._default_manager.filter(board=board).values_list("name", flat=True))


def _say(
    plan: Plan,
    row: int,
    which: Field,
    value: str,
    message: str,
    severity: Severity = Severity.NOTE,
) -> None:
    plan.problems.append(Problem(row, LABELS[which], value[:100], message, severity))


def postcode_in(venue: str) -> str:
    """The British postcode at the end of a venue's name, if there is one."""
    found = POSTCODE.search(venue)
    return found[0] if found else ""
