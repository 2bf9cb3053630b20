"""What a block is called in the list of blocks."""

from collections.abc import Callable

from courses.models import Course
from people.models import Board, Sector
from reports.annual.figures import MEASURES
from reports.annual.structure import Block, BlockKind, ChartOf, Stated, TableOf, Words


def named(board: Board) -> Callable[[Block], str]:
    """Reads the names of courses and sectors once: 2 queries."""
    courses = dict(Course.objects.filter(board=board).values_list("pk", "title"))
    sectors = dict(Sector.objects.values_list("pk", "name"))

    def name(block: Block) -> str:
        if block.kind is BlockKind.FIGURE:
            of = (courses.get(block.course or 0), sectors.get(block.sector or 0))
            narrowed = ", ".join(filter(None, of))
            label = block.title or MEASURES[block.of].label
            return f"{label} ({narrowed})" if narrowed else label
        return block.title or _of(block)

    return name


def _of(block: Block) -> str:
    lists = {
        BlockKind.TABLE: TableOf,
        BlockKind.CHART: ChartOf,
        BlockKind.WORDS: Words,
        BlockKind.STATED: Stated,
    }
    return str(lists[block.kind](block.of).label)
