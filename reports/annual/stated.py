"""Figures stated by others: shown apart with source and base, their sums checked, never added to ours."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from people.models import Board
from reports.choices import Unit
from reports.models import StatedFigure
from reports.values import plural

from .chapter import Check, Shown
from .structure import Block, Stated

if TYPE_CHECKING:
    from .figures import Readings

APART = (
    "Stated as found in their sources. They are counted on other bases than the figures of our registers and "
    "are not added to them."
)
OF_PEOPLE = (Unit.ATTENDANCES, Unit.PEOPLE)


def stated_in(board: Board, year: int) -> list[StatedFigure]:
    """Totals, each behind its parts: 1 query."""
    found = list(StatedFigure.objects.filter(board=board, year=year).order_by("pk"))
    return [each for top in found if top.part_of_id is None for each in _behind_parts(top, found)]


def _behind_parts(figure: StatedFigure, all_: Sequence[StatedFigure]) -> list[StatedFigure]:
    parts = [part for part in all_ if part.part_of_id == figure.pk]
    return [each for part in parts for each in _behind_parts(part, all_)] + [figure]


def shown(block: Block, stated: Sequence[StatedFigure], readings: "Readings") -> Shown:
    is_money = block.of == Stated.MONEY
    chosen = [each for each in stated if (each.unit == Unit.POUNDS) == is_money]
    sources = {each.source for each in chosen}
    totals = {each.part_of_id for each in stated}
    source = f" Source: {next(iter(sources))}." if len(sources) == 1 else ""
    columns = ("What", "Who counted what", *(() if source else ("Source",)))
    return Shown(
        block.key,
        block.kind,
        title=Stated(block.of).label,
        columns=(*columns, "Pounds" if is_money else "Number"),
        rows=[
            (
                f"{each.label} (total)" if each.pk in totals else each.label,
                " ".join(filter(None, (each.base, each.note))),
                *(() if source else (each.source,)),
                in_words(each),
            )
            for each in chosen
        ],
        wordy=len(columns),
        note=f"{APART}{source}" if chosen else "",
        checks=checks(chosen, stated, readings),
    )


def checks(
    chosen: Sequence[StatedFigure], stated: Sequence[StatedFigure], readings: "Readings"
) -> list[Check]:
    """Every total against the sum of its parts; every figure against ours, and every count against our total, where
    ours is known and not hidden.
    """
    made: list[Check | None] = []
    for each in chosen:
        if parts := [part for part in stated if part.part_of_id == each.pk]:
            made.append(_sum_of(each, parts))
        if each.own:
            made.append(_beside_ours(each, readings))
        elif each.unit in OF_PEOPLE:
            made.append(_beside_all(each, readings))
    return [check for check in made if check is not None]


def _sum_of(total: StatedFigure, parts: Sequence[StatedFigure]) -> Check:
    added = sum((-p.value if p.is_subtracted else p.value for p in parts), Decimal())
    return Check(
        what=f"{total.label}: the sum of {plural(len(parts), 'number')}",
        ours=written(added, total.unit),
        theirs=in_words(total),
        agrees=added == total.value,
        note=""
        if added == total.value
        else f"Off by {written(abs(added - total.value), total.unit)}.",
    )


def _beside_ours(figure: StatedFigure, readings: "Readings") -> Check | None:
    ours = readings.own(figure.own)
    if ours is None:
        return None
    number = Decimal(str(ours))
    agrees = number == figure.value
    return Check(
        what=f"{figure.label}: as our own records have it",
        ours=written(number, figure.unit),
        theirs=in_words(figure),
        agrees=agrees,
        note="" if agrees else f"Off by {written(abs(number - figure.value), figure.unit)}.",
    )


def _beside_all(figure: StatedFigure, readings: "Readings") -> Check | None:
    """None where it is no more than all of ours, or where nobody knows or may know how many those are."""
    ours = readings.own("attended")
    if not ours or figure.value <= ours:
        return None
    return Check(
        what=f"{figure.label}: beside all attendances in our registers",
        ours=f"{ours:,.0f}",
        theirs=in_words(figure),
        agrees=False,
        note="More than all of ours: counted on another base, so the two must not be added up.",
    )


def in_words(figure: StatedFigure) -> str:
    return written(figure.value, figure.unit)


def written(number: Decimal, unit: str) -> str:
    """ "£4,873", "−£5.20", "88 %", "19.25": without needless noughts."""
    sign, size = ("−", -number) if number < 0 else ("", number)
    text = f"{size:,.2f}".rstrip("0").rstrip(".")
    if unit == Unit.POUNDS:
        return f"{sign}£{text}" if size == size.to_integral_value() else f"{sign}£{size:,.2f}"
    return f"{sign}{text} %" if unit == Unit.PERCENT else f"{sign}{text}"
