"""An attendance list compared with what a board has: what loading it would write. Reads, never writes."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from bookings.choices import LIVE_STATES
from bookings.models import Booking
from courses.imports import read
from courses.imports.problems import NO_ROWS, FileRefused, Problem, Severity
from people.models import Board, RoleGroup

from .agencies import AgencyMatches, AgencyNames, match_agencies
from .events import EventMatches, match_events
from .fields import LABELS, PEOPLE, Field
from .options import Options
from .parse import person_key
from .people import PeopleMatches, Who, chunks, match_people
from .reading import EventKey, PersonKey, Reading, SheetBooking, read_people
from .review import SKIP, Decisions, Item, Kind
from .words import BY_WORD, DOUBTFUL, Standing, standing_called

ROWS = uuid.UUID("5d8f4b0e-9a3c-4f5e-8a51-6c1f3f0b7d21")
"""The namespace of the keys under which rows are known again."""
CANCELLED = (Standing.CANCELLED, Standing.CANCELLED_LATE)
THERE = "This person is on the register of this event already: left alone."
THERE_NOT_CANCELLED = (
    "This person is on the register of this event, and not as cancelled: left alone. If the list was corrected, take "
    "the earlier load back first."
)


class Wanted(NamedTuple):
    """One booking to be written."""

    row: int
    key: uuid.UUID
    event: EventKey
    who: Who
    agency: int | str
    role_group: int | None
    standing: Standing


class Loaded(NamedTuple):
    """What a row that was loaded earlier was taken for."""

    person: int
    event: int
    agency: int


@dataclass
class Plan:
    """What loading `reading` into `board` would do. `known` rows are there already, `skipped` decided away,
    `doubles` said by another row."""

    board: Board
    reading: Reading
    options: Options
    decisions: Decisions
    file_name: str
    bookings: list[Wanted] = field(default_factory=list)
    events: EventMatches = field(default_factory=EventMatches)
    agencies: AgencyMatches = field(default_factory=AgencyMatches)
    people: PeopleMatches = field(default_factory=PeopleMatches)
    items: list[Item] = field(default_factory=list)
    undecided: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    known: int = 0
    skipped: int = 0
    doubles: int = 0

    @property
    def errors(self) -> list[Problem]:
        return [each for each in self.problems if each.severity == Severity.ERROR]

    @property
    def notes(self) -> list[Problem]:
        return [each for each in self.problems if each.severity == Severity.NOTE]

    @property
    def may_be_written(self) -> bool:
        return not (self.errors or self.undecided)

    @property
    def changes_nothing(self) -> bool:
        return not self.bookings

    def counts(self) -> dict[str, int]:
        """Whole numbers for summaries."""
        standings = Counter(each.standing for each in self.bookings)
        used = {each.event for each in self.bookings}
        made = [key for key in used if key not in self.events.existing]
        who = {each.who for each in self.bookings}
        agencies = {each.agency for each in self.bookings}
        undecided = Counter(each.kind for each in self.undecided)
        return {
            "rows": self.reading.rows,
            "left_out": self.reading.left_out,
            "known": self.known,
            "skipped": self.skipped,
            "doubles": self.doubles,
            "events_create": len(made),
            "events_add_to": len(used) - len(made),
            "courses_create": len(new_courses(self)),
            "people_create": sum(isinstance(each, PersonKey) for each in who),
            "people_match": sum(isinstance(each, int) for each in who),
            "agencies_match": sum(isinstance(each, int) for each in agencies),
            "agencies_create": sum(isinstance(each, str) for each in agencies),
            **{f"undecided_{kind}": undecided[kind] for kind in Kind},
            **{f"bookings_{each}": standings[each] for each in Standing},
            "places_unknown": sum(self.reading.events[key].places is None for key in made),
            "times_unknown": sum(self.reading.events[key].starts is None for key in made),
            "errors": len(self.errors),
            "notes": len(self.notes),
        }


def new_courses(plan: Plan) -> list[str]:
    """The keys of the courses to be made, in the order of the file."""
    used = {plan.events.courses.get(each.event) for each in plan.bookings}
    return [key for key in plan.events.new_courses if key in used]


def plan_file(
    file: BinaryIO,
    board: Board,
    options: Options,
    decisions: Decisions,
    *,
    file_name: str,
    progress: read.Progress | None = None,
) -> Plan:
    """The plan for a whole file. Raises FileRefused when it cannot be read."""
    with read.open_table(
        file,
        encoding=options.encoding,
        sheet=options.sheet,
        like_headings=PEOPLE.recognised,
    ) as table:
        columns = PEOPLE.choose(table.headings, options.columns, guessing=options.guessing)
        if not {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL} & set(columns.indexes):
            raise FileRefused("No column says who the people are.", option="--map name=COLUMN")
        if Field.STATUS not in columns.indexes and options.everyone is None:
            raise FileRefused(
                "No column says who came. Choose it, or say that everybody in the file did.",
                option="--map status=COLUMN or --everyone attended",
            )
        names = (board.name, board.short_name)
        reading = read_people(table, columns, options, board_names=names, progress=progress)
    if not reading.rows:
        raise FileRefused(NO_ROWS)
    return compare(board, reading, options, decisions, file_name=file_name)


def compare(
    board: Board, reading: Reading, options: Options, decisions: Decisions, *, file_name: str = ""
) -> Plan:
    """`reading` against what there is now.

    Rows loaded earlier are known by their content and left alone; what they were taken for is remembered for
    the rows beside them. A person has at most one place at an event: of two rows that say the same, the first
    counts; two that contradict each other are an error.
    """
    plan = Plan(board, reading, options, decisions, file_name, problems=list(reading.problems))
    keys = [row_key(board, each) for each in reading.bookings]
    loaded = _loaded(keys)
    fresh = [
        (key, each) for key, each in zip(keys, reading.bookings, strict=True) if key not in loaded
    ]
    plan.known = len(keys) - len(fresh)
    before = [
        (loaded[key], each)
        for key, each in zip(keys, reading.bookings, strict=True)
        if key in loaded
    ]
    with_standing = _standings(plan, fresh)
    _match_all(plan, [each for _, each, _ in with_standing], before)
    _place(plan, with_standing)
    matches = (plan.events, plan.agencies, plan.people)
    plan.problems += [problem for each in matches for problem in each.problems]
    plan.problems.sort(key=lambda problem: problem.row)
    return plan


def row_key(board: Board, each: SheetBooking) -> uuid.UUID:
    """Under which a row is known when its file, or another with the same row, comes again."""
    event, person = each.event, each.person
    parts = (
        str(board.pk), event.course, event.day.isoformat(), event.start, event.venue,
        person.email, person.name, person.agency, each.word, *filter(None, [event.code]),
    )  # fmt: skip
    return uuid.uuid5(ROWS, "\x1f".join(parts))


def _loaded(keys: list[uuid.UUID]) -> dict[uuid.UUID, Loaded]:
    found: dict[uuid.UUID, Loaded] = {}
    for chunk in chunks(keys):
        rows = Booking.objects.filter(request_key__in=chunk).order_by()
        columns = ("request_key", "person", "event", "agency")
        found |= {key: Loaded(*rest) for key, *rest in rows.values_list(*columns)}
    return found


Fresh = tuple[uuid.UUID, SheetBooking, Standing | None]
"""A row that is not there yet; its standing is None while its word is undecided."""


def _standings(plan: Plan, fresh: Iterable[tuple[uuid.UUID, SheetBooking]]) -> list[Fresh]:
    """The rows with what their words mean, without those whose word is to be skipped."""
    fresh = list(fresh)
    counts = Counter(each.word for _, each in fresh)
    first = {each.word: each.row for _, each in reversed(fresh)}
    known: dict[str, Standing | None] = {}
    skipped: set[str] = set()
    for word, rows in counts.items():
        standing = plan.options.words.get(word) or BY_WORD.get(word)
        if standing is None:
            doubtful = DOUBTFUL.get(word)
            proposal = doubtful.words if doubtful else SKIP if word in DOUBTFUL else ""
            item = Item(Kind.STATUS, word, "", rows, first[word], proposal)
            plan.items.append(item)
            if plan.decisions.on(item).casefold() == SKIP:
                skipped.add(word)
                plan.skipped += rows
            else:
                standing = _decided(plan, item)
        known[word] = standing
    return [(key, each, known[each.word]) for key, each in fresh if each.word not in skipped]


def _decided(plan: Plan, item: Item) -> Standing | None:
    decision = plan.decisions.on(item)
    standing = standing_called(decision) if decision else None
    if not decision:
        plan.undecided.append(item)
    elif standing is None:
        listed = ", ".join(each.words for each in Standing)
        value = f"{item.text}: {decision}"[:100]
        plan.problems.append(
            Problem(item.first_row, "Decision", value, f"Write one of: {listed}, or skip.")
        )
    return standing


def _match_all(
    plan: Plan, fresh: list[SheetBooking], before: list[tuple[Loaded, SheetBooking]]
) -> None:
    names = AgencyNames(plan.board)
    used = dict.fromkeys(each.agency for each in fresh)
    plan.agencies = match_agencies(
        {key: plan.reading.agencies[key] for key in used},
        names,
        plan.options,
        plan.decisions,
        as_before={each.agency: loaded.agency for loaded, each in before},
    )
    wanted: dict[PersonKey, set[int | str]] = {}
    for each in fresh:
        agency = plan.agencies.found.get(each.agency)
        if agency is not None:
            wanted.setdefault(each.person, set()).add(agency)
    plan.people = match_people(
        wanted,
        plan.reading,
        names,
        plan.decisions,
        as_before={each.person: loaded.person for loaded, each in before},
    )
    plan.events = match_events(
        dict.fromkeys(each.event for each in fresh),
        plan.reading,
        plan.board,
        as_before={each.event: loaded.event for loaded, each in before},
    )
    plan.items += plan.agencies.items + plan.people.items
    plan.undecided += plan.agencies.undecided + plan.people.undecided


def _place(plan: Plan, fresh: list[Fresh]) -> None:
    """Makes bookings of the rows, each person once an event."""
    groups = {person_key(name): pk for pk, name in RoleGroup.objects.values_list("pk", "name")}
    there = _there(plan)
    first: dict[tuple[EventKey | int, Who, bool], tuple[int, Standing]] = {}
    unknown_roles: dict[str, int] = {}
    for key, each, standing in fresh:
        if each.agency in plan.agencies.skipped or each.person in plan.people.skipped:
            plan.skipped += 1
            continue
        event = plan.events.same.get(each.event)
        who, agency = plan.people.found.get(each.person), plan.agencies.found.get(each.agency)
        if event is None or who is None or agency is None or standing is None:
            continue
        held = standing not in CANCELLED
        if (plan.events.existing.get(event), who) in there:
            plan.doubles += 1
            _note(plan, each.row, THERE if held else THERE_NOT_CANCELLED)
            continue
        place = plan.events.existing.get(event, event), who, held
        before = first.setdefault(place, (each.row, standing))
        if before[0] != each.row:
            _say_double(plan, each.row, before, standing)
            continue
        group = groups.get(person_key(each.role))
        if each.role and group is None:
            unknown_roles.setdefault(each.role, each.row)
        plan.bookings.append(Wanted(each.row, key, event, who, agency, group, standing))
    for role, row in unknown_roles.items():
        message = "This is none of the role groups: loaded without one."
        plan.problems.append(Problem(row, LABELS[Field.ROLE], role[:100], message, Severity.NOTE))


def _there(plan: Plan) -> set[tuple[int | None, Who]]:
    """Who holds a place already at the events of ours that the list adds to."""
    found: set[tuple[int | None, Who]] = set()
    for chunk in chunks(list(set(plan.events.existing.values()))):
        rows = Booking.objects.filter(event__in=chunk)
        found |= set(rows.filter(state__in=LIVE_STATES).values_list("event", "person"))
    return found


def _say_double(plan: Plan, row: int, before: tuple[int, Standing], standing: Standing) -> None:
    plan.doubles += 1
    if standing == before[1] or standing in CANCELLED:
        _note(plan, row, f"The same person at the same event as in row {before[0]}: counted once.")
        return
    message = (
        f"Row {before[0]} says “{before[1].words}” of the same person at the same event, this one "
        f"“{standing.words}”: correct one of them."
    )
    plan.problems.append(Problem(row, LABELS[Field.STATUS], standing.words, message))


def _note(plan: Plan, row: int, message: str) -> None:
    plan.problems.append(Problem(row, LABELS[Field.NAME], "", message, Severity.NOTE))
