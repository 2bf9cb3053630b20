"""Which column of a file holds which field, for any kind of file: guessed from headings, corrected by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from .problems import FileRefused

F = TypeVar("F", bound=StrEnum)


@dataclass(frozen=True)
class Columns(Generic[F]):
    """The headings of a file, and the index of the column of each mapped field."""

    headings: tuple[str, ...]
    labels: Mapping[F, str]
    indexes: Mapping[F, int]

    def name(self, field: F) -> str:
        """The heading of the field's column, or the field's own label when no column holds it."""
        index = self.indexes.get(field)
        return self.labels[field] if index is None else self.headings[index]

    def value(self, cells: Sequence[str], field: F) -> str:
        """The cell of `field`, "" when no column holds it."""
        index = self.indexes.get(field)
        return "" if index is None else cells[index]

    def need(self, field: F) -> None:
        """Raises FileRefused where no column holds `field`."""
        if field not in self.indexes:
            listed = ", ".join(heading for heading in self.headings if heading)
            raise FileRefused(
                f"No column holds the {self.labels[field].lower()}. Choose it: the columns are {listed}.",
                option=f"--map {field}=COLUMN",
            )

    def as_names(self) -> dict[str, str]:
        """Field name to heading, as it is stored with an upload."""
        return {field.value: self.headings[index] for field, index in self.indexes.items()}


def plain(heading: str) -> str:
    """A heading as it is compared: "Course_Title*" is "course title"."""
    return re.sub(r"[\W_]+", " ", heading.replace("’", "").replace("'", "")).strip().casefold()


@dataclass(frozen=True)
class Fields(Generic[F]):
    """The fields of one kind of file: their labels, their usual headings, and which must have a column."""

    kind: type[F]
    labels: Mapping[F, str]
    headings: Mapping[F, tuple[str, ...]]
    required: tuple[F, ...]

    def recognised(self, cells: Sequence[str]) -> int:
        """How many fields have a usual heading among `cells`: most in the row of headings."""
        return len(self.guess(cells).indexes)

    def guess(self, headings: Sequence[str]) -> Columns[F]:
        """For each field the column whose heading is one of its usual names, the likeliest name first."""
        plain_headings = [plain(heading) for heading in headings]
        indexes: dict[F, int] = {}
        for field, names in self.headings.items():
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
        return Columns(tuple(headings), self.labels, indexes)

    def choose(
        self, headings: Sequence[str], chosen: Mapping[str, str], *, guessing: bool = True
    ) -> Columns[F]:
        """Columns with `chosen` (field name to heading; an empty heading leaves the field out).

        With `guessing`, fields that are not in `chosen` are guessed. Raises FileRefused: unknown field or
        heading, a column chosen twice, no column for a required field.
        """
        by_heading = {
            plain(heading): index for index, heading in reversed(list(enumerate(headings)))
        }
        listed = ", ".join(heading for heading in headings if heading)
        indexes: dict[F, int] = {}
        dropped: set[F] = set()
        for name, heading in chosen.items():
            field = self._named(name)
            if not heading:
                dropped.add(field)
            elif plain(heading) not in by_heading:
                raise FileRefused(f"The file has no column “{heading}”. Its columns are: {listed}.")
            else:
                indexes[field] = by_heading[plain(heading)]
        doubles = [index for index in indexes.values() if list(indexes.values()).count(index) > 1]
        if doubles:
            raise FileRefused(
                f"The column “{headings[doubles[0]]}” is chosen for more than one field."
            )
        if guessing:
            for field, index in self.guess(headings).indexes.items():
                if field not in indexes and field not in dropped and index not in indexes.values():
                    indexes[field] = index
        columns = Columns(tuple(headings), self.labels, indexes)
        for field in self.required:
            columns.need(field)
        return columns

    def _named(self, name: str) -> F:
        try:
            return self.kind(name)
        except ValueError:
            listed = ", ".join(self.kind)
            raise FileRefused(f"There is no field “{name}”. The fields are: {listed}.") from None
