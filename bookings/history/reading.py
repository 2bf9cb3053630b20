"""What an attendance list says by itself: its events, its people and who was where, row by row.

Nothing here looks at the database; `plan` compares the result with a board's own records. Memory grows with the
events, people and rows of the file, a few hundred bytes each, and a file has at most 100,000 rows.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from courses.imports import parse as times
from courses.imports.columns import Columns, plain
from courses.imports.parse import Unclear
from courses.imports.problems import Problem, Severity
from courses.imports.read import Progress, Row, Table
from courses.imports.reading import PROGRESS_ROWS, key_of
from people.models.users import normal_email

from . import parse
from .fields import FILLED_DOWN, LONGEST, Field
from .options import Options
from .words import BLANK, Standing, word_of

NO_AGENCY = "(none given)"


class EventKey(NamedTuple):
    """What tells two events of a list apart; `start`, `venue` and `code`, the course's, are "" where the row does
    not say."""

    course: str
    day: dt.date
    start: str
    venue: str
    code: str


@dataclass(slots=True)
class SheetEvent:
    """One event of the list; what its first row does not say, a later one may."""

    row: int
    title: str
    code: str
    day: dt.date
    starts: dt.time | None
    ends: dt.time | None
    venue: str
    places: int | None


class PersonKey(NamedTuple):
    """One person of the list: by address, or by name and agency. A name that shares its address with quite
    another name has both."""

    email: str
    name: str
    agency: str


@dataclass(slots=True)
class SheetPerson:
    row: int
    name: str
    email: str
    rows: int = 0


@dataclass(slots=True)
class SheetAgency:
    row: int
    name: str
    sector: str
    rows: int = 0


class SheetBooking(NamedTuple):
    """One row: who, where, for which agency, and the word for how it went."""

    row: int
    event: EventKey
    person: PersonKey
    agency: str
    role: str
    word: str


@dataclass
class Reading:
    """`words` are the statuses used, each with the row that says it first; `rows` were read."""

    events: dict[EventKey, SheetEvent] = field(default_factory=dict)
    people: dict[PersonKey, SheetPerson] = field(default_factory=dict)
    agencies: dict[str, SheetAgency] = field(default_factory=dict)
    bookings: list[SheetBooking] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0


def read_people(
    table: Table,
    columns: Columns[Field],
    options: Options,
    *,
    board_names: Collection[str] = (),
    progress: Progress | None = None,
) -> Reading:
    """Goes through the rows once. `progress` is told the number of rows read, every 5,000.

    Raises FileRefused as `courses.imports.read.open_table`, and for `only_board` without a board column.
    """
    if options.only_board:
        columns.need(Field.BOARD)
    reader = _Reader(columns, options, {key_of(name) for name in board_names})
    for row in table.rows:
        reader.take(row)
        if progress and reader.reading.rows % PROGRESS_ROWS == 0:
            progress(reader.reading.rows)
    return reader.reading


class _Reader:
    def __init__(self, columns: Columns[Field], options: Options, board_names: set[str]) -> None:
        self.columns = columns
        self.options = options
        self.only_board = key_of(options.only_board)
        self.board_names = board_names
        self.reading = Reading()
        self.today = timezone.localdate()
        self.days: dict[str, dt.date] = {}
        self.above: dict[Field, str] = {}
        self.names_at: dict[str, list[str]] = {}
        self.kept: dict[str, str] = {}

    def take(self, row: Row) -> None:
        self.reading.rows += 1
        if (
            self.only_board
            and key_of(self.columns.value(row.cells, Field.BOARD)) != self.only_board
        ):
            self.reading.left_out += 1
            return
        cells = {which: self.columns.value(row.cells, which) for which in self.columns.indexes}
        if self.options.fill_down:
            self.fill_down(cells)
        long = [which for which, most in LONGEST.items() if len(cells.get(which, "")) > most]
        for which in long:
            self.say(row, cells, which, f"This is longer than {LONGEST[which]} characters.")
        if long:
            return
        event = self.event(row, cells)
        person = self.person(row, cells)
        if event is None or person is None:
            return
        agency = self.agency(row, cells)
        key = person if person.email else person._replace(agency=agency)
        found = self.reading.people.setdefault(key, SheetPerson(row.number, self.name, key.email))
        found.rows += 1
        self.reading.bookings.append(
            SheetBooking(
                row.number,
                event,
                key,
                agency,
                self.once(cells.get(Field.ROLE, "")),
                self.word(cells),
            )
        )

    def once(self, text: str) -> str:
        """The same text as one object, however many rows say it."""
        return self.kept.setdefault(text, text)

    def fill_down(self, cells: dict[Field, str]) -> None:
        """A new title starts a new block: nothing of the event above reaches into it."""
        if cells.get(Field.TITLE) or cells.get(Field.DATE):
            kept = {Field.TITLE, Field.CODE} if not cells.get(Field.TITLE) else set()
            self.above = {which: text for which, text in self.above.items() if which in kept}
        for which in FILLED_DOWN:
            if cells.get(which):
                self.above[which] = cells[which]
            elif which in cells:
                cells[which] = self.above.get(which, "")

    def say(
        self,
        row: Row,
        cells: dict[Field, str],
        which: Field,
        message: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.reading.problems.append(
            Problem(
                row.number,
                self.columns.name(which),
                cells.get(which, "")[:100],
                message,
                severity,
            )
        )

    def event(self, row: Row, cells: dict[Field, str]) -> EventKey | None:
        title = " ".join(cells[Field.TITLE].split())
        title = self.options.courses.get(plain(title), title)
        if not title:
            self.say(row, cells, Field.TITLE, "There is no course title.")
            return None
        which = Field.DATE
        try:
            day = self.day(cells[Field.DATE])
            which = Field.START
            start_text, end_text = cells.get(Field.START, ""), cells.get(Field.END, "")
            if not end_text:
                start_text, end_text = times.split_times(start_text)
            starts = parse.parse_clock(start_text or times.time_behind_date(cells[Field.DATE]))
            which = Field.END
            ends = parse.parse_clock(end_text)
            which = Field.PLACES
            places = times.parse_places(cells[Field.PLACES]) if cells.get(Field.PLACES) else None
        except Unclear as unclear:
            self.say(row, cells, which, unclear.message)
            return None
        if starts and ends and ends <= starts:
            self.say(row, cells, Field.END, "The end is not after the start.")
            return None
        venue = " ".join(cells.get(Field.VENUE, "").split())
        start = f"{starts:%H:%M}" if starts else ""
        code = cells.get(Field.CODE, "")
        told_by = (key_of(title), start, key_of(venue), key_of(code))
        course, start, place, code_key = map(self.once, told_by)
        key = EventKey(course, day, start, place, code_key)
        first = self.reading.events.setdefault(
            key, SheetEvent(row.number, title, code, day, starts, ends, venue, places)
        )
        first.ends = first.ends or ends
        first.places = first.places or places
        return key

    def day(self, text: str) -> dt.date:
        if text not in self.days:
            self.days[text] = parse.parse_day(text, today=self.today)
        return self.days[text]

    def person(self, row: Row, cells: dict[Field, str]) -> PersonKey | None:
        """Who the row is about; the agency of somebody without an address is added by `take`."""
        email = normal_email(cells.get(Field.EMAIL, ""))
        if email and not self.is_address(email):
            self.say(
                row, cells, Field.EMAIL, "This is not an e-mail address: left out.", Severity.NOTE
            )
            email = ""
        self.name = parse.full_name(
            cells.get(Field.NAME, ""),
            cells.get(Field.FIRST_NAME, ""),
            cells.get(Field.LAST_NAME, ""),
        )
        if not self.name and not email:
            self.say(row, cells, Field.NAME, "There is no name and no e-mail address.")
            return None
        self.name = self.name or email[: LONGEST[Field.NAME]]
        if not email:
            return PersonKey("", self.once(parse.person_key(self.name)), "")
        return PersonKey(self.once(email), self.name_beside(email), "")

    def is_address(self, email: str) -> bool:
        if email in self.names_at:
            return True
        try:
            validate_email(email)
        except ValidationError:
            return False
        return True

    def name_beside(self, email: str) -> str:
        """ "" for the person of this address; the name of somebody who shares no word with theirs.

        A school's office often gives one address for all who came.
        """
        name = parse.person_key(self.name)
        known = self.names_at.setdefault(email, [name])
        if name in known[:1] or self.name == email:
            return ""
        if set(name.split()) & set(known[0].split()):
            return ""
        if name not in known:
            known.append(name)
        return self.once(name)

    def agency(self, row: Row, cells: dict[Field, str]) -> str:
        name = " ".join(cells.get(Field.AGENCY, "").split()) or NO_AGENCY
        key = self.once(parse.agency_key(name) or name)
        found = self.reading.agencies.setdefault(
            key, SheetAgency(row.number, name, cells.get(Field.SECTOR, ""))
        )
        found.rows += 1
        found.sector = found.sector or cells.get(Field.SECTOR, "")
        return key

    def word(self, cells: dict[Field, str]) -> str:
        said = word_of(cells.get(Field.STATUS, ""))
        everyone: Standing | None = self.options.everyone
        return self.once(everyone.words if said == BLANK and everyone else said)
