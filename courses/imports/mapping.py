"""Which column of the file holds which field: guessed from the headings, corrected by the officer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .problems import FileRefused


class Field(StrEnum):
    TITLE = "title"
    CODE = "code"
    LEVEL = "level"
    DURATION = "duration"
    SUMMARY = "summary"
    DELIVERY = "delivery"
    DATE = "date"
    START = "start"
    END = "end"
    VENUE = "venue"
    CAPACITY = "capacity"
    AGENCY = "agency"
    LINK = "link"
    BOARD = "board"


LABELS: dict[Field, str] = {
    Field.TITLE: "Course title",
    Field.CODE: "Course code",
    Field.LEVEL: "Level",
    Field.DURATION: "Duration",
    Field.SUMMARY: "Summary",
    Field.DELIVERY: "Delivery",
    Field.DATE: "Date",
    Field.START: "Start time",
    Field.END: "End time",
    Field.VENUE: "Venue",
    Field.CAPACITY: "Places",
    Field.AGENCY: "Trainer’s agency",
    Field.LINK: "Joining link",
    Field.BOARD: "Board",
}

# A plain "url" or "link" is left out: in most lists it is where the course was advertised, and a page that
# is not a meeting must never go out as the joining link.
HEADINGS: dict[Field, tuple[str, ...]] = {
    Field.TITLE: ("course title", "course", "title", "course name", "training", "event", "name"),
    Field.CODE: ("code", "course code", "reference", "ref"),
    Field.LEVEL: ("level", "level or group", "group", "training level"),
    Field.DURATION: ("duration", "length", "how long"),
    Field.SUMMARY: ("summary", "description", "about"),
    Field.DELIVERY: ("delivery", "delivery method", "method", "mode", "format", "type"),
    Field.DATE: ("date", "event date", "course date", "dates", "start date", "day"),
    Field.START: ("start", "start time", "time", "times", "from"),
    Field.END: ("end", "end time", "finish", "finish time", "to", "until"),
    Field.VENUE: ("venue", "location", "place", "where", "room"),
    Field.CAPACITY: ("capacity", "places", "max places", "maximum places", "max delegates"),
    Field.AGENCY: ("trainer agency", "trainers agency", "delivered by", "provider", "trainer"),
    Field.LINK: ("joining link", "meeting link", "teams link", "zoom link", "webinar link"),
    Field.BOARD: ("board", "partnership", "lscb", "scp"),
}


@dataclass(frozen=True)
class Columns:
    """The headings of a file, and the index of the column of each mapped field."""

    headings: tuple[str, ...]
    indexes: Mapping[Field, int]

    def name(self, field: Field) -> str:
        """The heading of the field's column, or the field's own label when no column holds it."""
        index = self.indexes.get(field)
        return LABELS[field] if index is None else self.headings[index]

    def value(self, cells: Sequence[str], field: Field) -> str:
        """The cell of `field`, "" when no column holds it."""
        index = self.indexes.get(field)
        return "" if index is None else cells[index]

    def as_names(self) -> dict[str, str]:
        """Field name to heading, as it is stored with an upload."""
        return {field.value: self.headings[index] for field, index in self.indexes.items()}


def plain(heading: str) -> str:
    """A heading as it is compared: "Course_Title*" is "course title"."""
    return re.sub(r"[\W_]+", " ", heading.replace("’", "").replace("'", "")).strip().casefold()


def guess(headings: Sequence[str]) -> Columns:
    """For each field the column whose heading is one of its usual names, the likeliest name first."""
    plain_headings = [plain(heading) for heading in headings]
    indexes: dict[Field, int] = {}
    for field, names in HEADINGS.items():
        found = next(
            (
                plain_headings.index(name)
                for name in names
                if name in plain_headings and plain_headings.index(name) not in indexes.values()
            ),
            None,
        )
        if found is not None:
            indexes[field] = found
    return Columns(tuple(headings), indexes)


def choose(headings: Sequence[str], chosen: Mapping[str, str], *, guessing: bool = True) -> Columns:
    """Columns with `chosen` (field name to heading; an empty heading leaves the field out).

    With `guessing`, fields that are not in `chosen` are guessed. Raises FileRefused: unknown field or
    heading, a column chosen twice, no column for the title.
    """
    by_heading = {plain(heading): index for index, heading in reversed(list(enumerate(headings)))}
    indexes: dict[Field, int] = {}
    dropped: set[Field] = set()
    for name, heading in chosen.items():
        try:
            field = Field(name)
        except ValueError:
            listed = ", ".join(Field)
            raise FileRefused(f"There is no field “{name}”. The fields are: {listed}.") from None
        if not heading:
            dropped.add(field)
        elif plain(heading) not in by_heading:
            listed = ", ".join(heading for heading in headings if heading)
            raise FileRefused(f"The file has no column “{heading}”. Its columns are: {listed}.")
        else:
            indexes[field] = by_heading[plain(heading)]
    doubles = [index for index in indexes.values() if list(indexes.values()).count(index) > 1]
    if doubles:
        raise FileRefused(f"The column “{headings[doubles[0]]}” is chosen for more than one field.")
    if guessing:
        for field, index in guess(headings).indexes.items():
            if field not in indexes and field not in dropped and index not in indexes.values():
                indexes[field] = index
    if Field.TITLE not in indexes:
        listed = ", ".join(heading for heading in headings if heading)
        raise FileRefused(
            f"No column holds the course title. Choose it: the columns are {listed}.",
            option="--map title=COLUMN",
        )
    return Columns(tuple(headings), indexes)
