"""What a file asks for, by itself: courses and events with their rows, and what is wrong with its cells.

Nothing here looks at the database; `plan` compares the result with a board's catalogue.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from courses.choices import Delivery
from courses.rules import EventRefused
from courses.wallclock import local_moment

from . import parse
from .columns import Columns
from .mapping import Field
from .problems import Problem, Severity
from .read import Progress, Row, Table

LONGEST = {
    Field.TITLE: 200,
    Field.CODE: 20,
    Field.LEVEL: 100,
    Field.SUMMARY: 300,
    Field.VENUE: 200,
    Field.LINK: 500,
}
WITHOUT_EVENT = " The course is imported without an event."
PROGRESS_ROWS = 5_000

check_url = URLValidator(schemes=["http", "https"])


@dataclass(slots=True)
class CourseWanted:
    """One course of the file: what the first row that says something about it says. None: nothing said."""

    title: str
    row: int
    code: str = ""
    level: str | None = None
    duration_minutes: int | None = None
    delivery: Delivery | None = None
    summary: str | None = None
    places: int | None = None
    said_in: dict[str, int] = field(default_factory=dict)
    undated_row: int | None = None


@dataclass(frozen=True, slots=True)
class EventWanted:
    """One event of the file; `course` is the key of its course."""

    row: int
    course: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    venue: str
    places: int | None
    joining_link: str
    staff_notes: str


@dataclass
class Reading:
    """Courses by `key_of` their title, events by course and start; `rows` were read, `left_out` skipped."""

    courses: dict[str, CourseWanted] = field(default_factory=dict)
    events: dict[tuple[str, dt.datetime], EventWanted] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0


def key_of(name: str) -> str:
    """The spelling under which titles, venues and boards are compared: case and spacing do not count."""
    return " ".join(name.split()).casefold()


def read_table(
    table: Table,
    columns: Columns[Field],
    *,
    board_names: Collection[str] = (),
    only_board: str = "",
    progress: Progress | None = None,
) -> Reading:
    """Goes through the rows once.

    `board_names` are the names of the board that imports; rows that name another are taken, with a note.
    With `only_board`, rows whose board column says anything else are left out. `progress` is told the
    number of rows read, every 5,000. Raises FileRefused as `read.open_table`, and for `only_board` without a
    board column.
    """
    if only_board:
        columns.need(Field.BOARD)
    reader = _Reader(columns, {key_of(name) for name in board_names}, key_of(only_board))
    for row in table.rows:
        reader.take(row)
        if progress and reader.reading.rows % PROGRESS_ROWS == 0:
            progress(reader.reading.rows)
    return reader.reading


class _Reader:
    def __init__(self, columns: Columns[Field], board_names: set[str], only_board: str) -> None:
        self.columns = columns
        self.board_names = board_names
        self.only_board = only_board
        self.reading = Reading()
        self.codes: dict[str, str] = {}

    def take(self, row: Row) -> None:
        self.reading.rows += 1
        named = self.cell(row, Field.BOARD)
        if self.only_board and key_of(named) != self.only_board:
            self.reading.left_out += 1
            return
        title = " ".join(self.cell(row, Field.TITLE).split())
        if not title:
            self.say(row, Field.TITLE, "There is no course title.", is_error=True)
            return
        if not self.fits(row):
            return
        if named and not self.only_board and key_of(named) not in self.board_names:
            self.say(row, Field.BOARD, "Another board is named: imported into this catalogue.")
        key = key_of(title)
        course = self.reading.courses.setdefault(key, CourseWanted(title, row.number))
        duration = self.describe(row, course, key)
        places = self.number_of_places(row, course)
        event = self.event(row, key, duration, places)
        if event:
            self.add(event, row)

    def cell(self, row: Row, which: Field) -> str:
        return self.columns.value(row.cells, which)

    def say(self, row: Row, which: Field, message: str, *, is_error: bool = False) -> None:
        self.reading.problems.append(
            Problem(
                row.number,
                self.columns.name(which),
                self.cell(row, which)[:100],
                message,
                Severity.ERROR if is_error else Severity.NOTE,
            )
        )

    def fits(self, row: Row) -> bool:
        long = [which for which, most in LONGEST.items() if len(self.cell(row, which)) > most]
        for which in long:
            self.say(row, which, f"This is longer than {LONGEST[which]} characters.", is_error=True)
        return not long

    def describe(self, row: Row, course: CourseWanted, key: str) -> parse.Duration | None:
        """Adds what the row says about its course; returns the duration of this row."""
        self.code(row, course, key)
        self.settle(row, course, Field.LEVEL, "level", self.cell(row, Field.LEVEL) or None)
        self.settle(row, course, Field.SUMMARY, "summary", self.cell(row, Field.SUMMARY) or None)
        if text := self.cell(row, Field.DELIVERY):
            try:
                delivery, exact = parse.parse_delivery(text)
                self.settle(row, course, Field.DELIVERY, "delivery", delivery)
                if not exact:
                    self.say(row, Field.DELIVERY, f"Taken as {delivery.label.lower()}.")
            except parse.Unclear as unclear:
                self.say(row, Field.DELIVERY, unclear.message, is_error=unclear.is_error)
        if text := self.cell(row, Field.DURATION):
            try:
                duration = parse.parse_duration(text)
                self.settle(row, course, Field.DURATION, "duration_minutes", duration.minutes)
                return duration
            except parse.Unclear as unclear:
                self.say(row, Field.DURATION, unclear.message, is_error=unclear.is_error)
        return None

    def settle(
        self, row: Row, course: CourseWanted, which: Field, name: str, value: object
    ) -> None:
        """The first row that gives `name` decides; a later one that differs is told so."""
        if value is None:
            return
        first = getattr(course, name)
        if first is None:
            setattr(course, name, value)
            course.said_in[name] = row.number
        elif str(first).casefold() != str(value).casefold():
            self.say(
                row,
                which,
                f"Row {course.said_in[name]} says otherwise of this course: that counts.",
            )

    def code(self, row: Row, course: CourseWanted, key: str) -> None:
        code = self.cell(row, Field.CODE)
        if not code:
            return
        if self.codes.setdefault(code.casefold(), key) != key:
            self.say(row, Field.CODE, "Another course of the file has this code.", is_error=True)
        elif course.code and course.code != code:
            self.say(row, Field.CODE, "This course has another code further up.", is_error=True)
        else:
            course.code = code

    def number_of_places(self, row: Row, course: CourseWanted) -> int | None:
        text = self.cell(row, Field.CAPACITY)
        if not text:
            return None
        try:
            places = parse.parse_places(text)
        except parse.Unclear as unclear:
            self.say(row, Field.CAPACITY, unclear.message, is_error=unclear.is_error)
            return None
        course.places = course.places or places
        return places

    def event(
        self, row: Row, key: str, duration: parse.Duration | None, places: int | None
    ) -> EventWanted | None:
        when = self.when(row, duration)
        if when is None:
            self.undated(row, key)
            return None
        link = self.cell(row, Field.LINK)
        if link:
            try:
                check_url(link)
            except ValidationError:
                self.say(row, Field.LINK, "This is not a web address (https://…).", is_error=True)
        notes = [
            f"{label}: {text}"
            for label, text in (
                ("Trainer’s agency", self.cell(row, Field.AGENCY)),
                ("Delivery", self.cell(row, Field.DELIVERY)),
            )
            if text
        ]
        return EventWanted(
            row=row.number,
            course=key,
            starts_at=when[0],
            ends_at=when[1],
            venue=" ".join(self.cell(row, Field.VENUE).split()),
            places=places,
            joining_link=link,
            staff_notes="\n".join(notes),
        )

    def undated(self, row: Row, key: str) -> None:
        course = self.reading.courses[key]
        if course.undated_row is None:
            course.undated_row = row.number
        else:
            self.say(
                row, Field.TITLE, f"The same course as in row {course.undated_row}: made once."
            )

    def when(
        self, row: Row, duration: parse.Duration | None
    ) -> tuple[dt.datetime, dt.datetime] | None:
        """Start and end of the row's event; None (and told why) where they are not exact."""
        if not any(self.cell(row, which) for which in (Field.DATE, Field.START, Field.END)):
            return None
        start_text, end_text = self.cell(row, Field.START), self.cell(row, Field.END)
        if not end_text:
            start_text, end_text = parse.split_times(start_text)
        start_text = start_text or parse.time_behind_date(self.cell(row, Field.DATE))
        which = Field.DATE
        try:
            date = parse.parse_date(self.cell(row, Field.DATE))
            which = Field.START
            start = local_moment(date, parse.parse_time(start_text))
            which = Field.END
            if not end_text and duration and duration.is_clock_time:
                self.say(row, Field.END, "There is no end time: the duration gives it.")
                end = start + dt.timedelta(minutes=duration.minutes)
            else:
                end = local_moment(date, parse.parse_time(end_text))
        except parse.Unclear as unclear:
            tail = "" if unclear.is_error else WITHOUT_EVENT
            self.say(row, which, unclear.message + tail, is_error=unclear.is_error)
            return None
        except EventRefused as refused:
            self.say(row, which, refused.message, is_error=True)
            return None
        if end <= start:
            self.say(row, Field.END, "The end is not after the start.", is_error=True)
            return None
        return start, end

    def add(self, event: EventWanted, row: Row) -> None:
        key = (event.course, event.starts_at)
        first = self.reading.events.setdefault(key, event)
        if first is event:
            return
        same = (first.ends_at, key_of(first.venue), first.places) == (
            event.ends_at,
            key_of(event.venue),
            event.places,
        )
        if same:
            self.say(row, Field.DATE, f"The same event as in row {first.row}: made once.")
        else:
            self.say(
                row,
                Field.DATE,
                f"Row {first.row} has the same course at the same time, with another end, venue or number "
                "of places. One course cannot start twice at the same time: correct one of the rows.",
                is_error=True,
            )
