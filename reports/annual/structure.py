"""How an annual report is put together: sections of blocks, as data that staff change in forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.text import slugify

LONGEST_KEY = 40


class BlockKind(models.TextChoices):
    NARRATIVE = "narrative", "Text that somebody writes"
    FIGURE = "figure", "Figure from the registers"
    TABLE = "table", "Table from the registers"
    CHART = "chart", "Chart from the registers"
    WORDS = "words", "Sentences written from the figures"
    STATED = "stated", "Figures stated by others"


class Words(models.TextChoices):
    """What sentences can be written about."""

    OVERVIEW = "overview", "The year in one paragraph"
    YEAR_ON_YEAR = "year_on_year", "Compared with the year before"
    NEEDS = "needs", "Learning needs"
    IMPACT = "impact", "What people answered before and after"
    LIMITS = "limits", "Limits of the evidence"


class Stated(models.TextChoices):
    """Which stated figures a block shows."""

    COUNTS = "counts", "Counts by other units"
    MONEY = "money", "Income and expenditure"


class TableOf(models.TextChoices):
    SECTOR = "sector", "By sector"
    COURSE = "course", "By course"
    TOPIC = "topic", "By topic"
    LEVEL = "level", "By level"
    DELIVERY = "delivery", "By way of learning"
    QUARTER = "quarter", "By quarter"
    TRAINERS = "trainers", "Agencies that lent trainers"


class ChartOf(models.TextChoices):
    SECTOR = "sector", "Attendances by sector"
    COURSE = "course", "Attendances by course"


@dataclass(frozen=True)
class Block:
    """`of` is what the block shows, in the words of its kind: a measure's key, a table, a subject. A figure is
    narrowed by the ids of a `course` and a `sector`. `title` is a narrative's heading, or a figure's label in
    place of the measure's; `hint` tells the writer what is wanted."""

    key: str
    kind: BlockKind
    of: str = ""
    title: str = ""
    hint: str = ""
    course: int | None = None
    sector: int | None = None


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    blocks: Sequence[Block] = ()


@dataclass(frozen=True)
class Structure:
    sections: Sequence[Section] = field(default_factory=tuple)

    @property
    def blocks(self) -> list[Block]:
        return [block for section in self.sections for block in section.blocks]

    @property
    def narratives(self) -> list[Block]:
        return [block for block in self.blocks if block.kind is BlockKind.NARRATIVE]

    def block(self, key: str) -> Block | None:
        return next((block for block in self.blocks if block.key == key), None)

    def only(self, kind: BlockKind) -> "Structure":
        return Structure(
            tuple(
                replace(section, blocks=tuple(b for b in section.blocks if b.kind is kind))
                for section in self.sections
            )
        )

    def with_block(self, section_key: str, block: Block, *, before: str = "") -> "Structure":
        """`block` in a section, with a key that no other block has: before the block `before`, or at the end."""
        named = replace(block, key=self._free_key(block))
        section = next(s for s in self.sections if s.key == section_key)
        keys = _keys(section)
        place = keys.index(before) if before in keys else len(keys)
        blocks = [*section.blocks[:place], named, *section.blocks[place:]]
        return self._with(section_key, blocks)

    def without(self, key: str) -> "Structure":
        sections = [
            replace(section, blocks=tuple(b for b in section.blocks if b.key != key))
            for section in self.sections
        ]
        return Structure(tuple(sections))

    def moved(self, key: str, by: int) -> "Structure":
        """A block one place up (`by` −1) or down (1); past an end of its section it goes into the section
        there, and past the first or last of all it stays."""
        home = next((n for n, s in enumerate(self.sections) if key in _keys(s)), None)
        if home is None:
            return self
        section = self.sections[home]
        place = _keys(section).index(key)
        block, rest = section.blocks[place], [b for b in section.blocks if b.key != key]
        if 0 <= place + by <= len(rest):
            rest.insert(place + by, block)
            return self._with(section.key, rest)
        if not 0 <= home + by < len(self.sections):
            return self
        other = self.sections[home + by]
        blocks = [*other.blocks, block] if by < 0 else [block, *other.blocks]
        return self.without(key)._with(other.key, blocks)

    def _with(self, section_key: str, blocks: Sequence[Block]) -> "Structure":
        return Structure(
            tuple(
                replace(section, blocks=tuple(blocks)) if section.key == section_key else section
                for section in self.sections
            )
        )

    def _free_key(self, block: Block) -> str:
        wanted = (
            slugify(block.title or block.of or block.kind)[: LONGEST_KEY - 4] or block.kind.value
        )
        taken = {each.key for each in self.blocks}
        numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, 1000))
        return next(key for key in numbered if key not in taken)


def _keys(section: Section) -> list[str]:
    return [block.key for block in section.blocks]


def as_data(structure: Structure) -> list[dict[str, Any]]:
    """The form in which `AnnualReport.structure` holds it; what is empty is left out."""
    return [
        {
            "key": section.key,
            "title": section.title,
            "blocks": [
                {name: value for name, value in vars(block).items() if value not in ("", None)}
                for block in section.blocks
            ],
        }
        for section in structure.sections
    ]


def from_data(data: Sequence[Mapping[str, Any]]) -> Structure:
    return Structure(
        tuple(
            Section(
                section["key"],
                section["title"],
                tuple(
                    Block(**{**block, "kind": BlockKind(block["kind"])})
                    for block in section["blocks"]
                ),
            )
            for section in data
        )
    )


def _narrative(key: str, title: str, hint: str) -> Block:
    return Block(key, BlockKind.NARRATIVE, title=title, hint=hint)


def _figure(measure: str) -> Block:
    return Block(measure.replace("_", "-"), BlockKind.FIGURE, of=measure)


TEMPLATE = Structure(
    (
        Section(
            "needs",
            "What was needed",
            (
                _narrative(
                    "planning",
                    "How the programme was planned",
                    "Which findings of reviews and audits the year's programme answered, and how it was decided.",
                ),
                Block("learning-needs", BlockKind.WORDS, of=Words.NEEDS),
            ),
        ),
        Section(
            "done",
            "What we did",
            (
                Block("overview", BlockKind.WORDS, of=Words.OVERVIEW),
                _figure("places_available"),
                _figure("attended"),
                _figure("seats_used"),
                _narrative(
                    "programme",
                    "The programme",
                    "What ran, what was new, and what was learnt from who came and who did not.",
                ),
                Block("chart-sector", BlockKind.CHART, of=ChartOf.SECTOR),
                Block("table-sector", BlockKind.TABLE, of=TableOf.SECTOR),
                Block("table-course", BlockKind.TABLE, of=TableOf.COURSE),
                Block("stated-counts", BlockKind.STATED, of=Stated.COUNTS),
            ),
        ),
        Section(
            "contribution",
            "What agencies gave, and what it cost",
            (
                _figure("room_hire"),
                Block("table-trainers", BlockKind.TABLE, of=TableOf.TRAINERS),
                Block("year-on-year", BlockKind.WORDS, of=Words.YEAR_ON_YEAR),
                Block("stated-money", BlockKind.STATED, of=Stated.MONEY),
            ),
        ),
        Section(
            "difference",
            "What difference it made",
            (
                Block("impact", BlockKind.WORDS, of=Words.IMPACT),
                _narrative(
                    "difference-told",
                    "What we have seen in practice",
                    "What audits, supervision and partners say has changed, and what has not.",
                ),
            ),
        ),
        Section(
            "next",
            "Next steps",
            (
                _narrative(
                    "priorities",
                    "Priorities for the coming year",
                    "What training will be about, and who should come who did not.",
                ),
            ),
        ),
        Section(
            "limits", "Limits of the evidence", (Block("limits", BlockKind.WORDS, of=Words.LIMITS),)
        ),
    )
)
"""What a new report starts with; the definitions of its measures always follow as an annex."""
