"""Working out beforehand which small numbers are hidden, so that no page waits for a solver."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from courses.choices import EventState
from courses.models import Event
from people.actions import record_change
from people.models import Board
from reports.disclosure.family import figures
from reports.disclosure.lines import still_near
from reports.models import ProtectedEdition, ReportSetting
from reports.periods import FIRST_MONTH, financial_year_of
from reports.protected.cube import cube, digest

if TYPE_CHECKING:
    from people.models import User

MADE_A_ROUND, LOOKED_AT_A_ROUND = 1, 20
LOOK_AGAIN_AFTER = dt.timedelta(hours=1)


def work_out_editions(at: dt.datetime, *, most: int = MADE_A_ROUND) -> int:
    """Each round: compares some years with their editions, those never looked at first, and makes `most` anew;
    returns how many. Doing it twice gives the same.

    Side effects: editions, each replaced as a whole; when each was looked at.
    """
    made = 0
    for board, first in _due(at):
        made += make_edition(board, first, at=at)
        if made >= most:
            break
    return made


def make_edition(board: Board, first: int, *, at: dt.datetime) -> bool:
    """Works out what is hidden in one financial year, unless that is known for its counts; says whether it did.

    Side effects: the edition, replaced as a whole; when it was looked at, unless registers changed meanwhile.
    """
    today = timezone.localdate(at)
    year = cube(board, first, today=today)
    name = digest(year)
    editions = ProtectedEdition.objects.filter(board=board, first_year=first)
    if editions.filter(digest=name).update(looked_at=at):
        return False
    from reports.disclosure.pattern import hidden_cells  # loads the solver

    now, earlier = figures(year), editions.first()
    kept = still_near(earlier.first_hidden, now) if earlier else {}
    first_hidden = {cell: now.get(cell, 0) for cell in hidden_cells(year, kept=kept.keys())} | kept
    is_current = digest(cube(board, first, today=today)) == name
    ProtectedEdition.objects.update_or_create(
        board=board,
        first_year=first,
        defaults={
            "digest": name,
            "hidden": [[*cell, figure] for cell, figure in sorted(first_hidden.items())],
            "made_at": at,
            "looked_at": at if is_current else None,
        },
    )
    return True


def look_again(event: Event, *, actor: "User | None", why: str, at: dt.datetime) -> None:
    """Puts the year of an event, whose register was completed or opened, first in the next round.

    Side effects: the edition counts as not looked at.
    """
    if event.starts_at is not None:
        first = financial_year_of(timezone.localtime(event.starts_at).date())
        editions = ProtectedEdition.objects.filter(board=event.board_id, first_year=first)
        editions.update(looked_at=None)


@transaction.atomic
def set_report_setting(
    board: Board, *, exact_for_readers: bool, actor: "User | None"
) -> ReportSetting:
    """Sets who reads small numbers.

    Side effects, in order: the setting; an audit entry on it.
    """
    details: dict[str, object] = {"exact_for_readers": exact_for_readers}
    setting, _ = ReportSetting.objects.update_or_create(board=board, defaults=details)
    record_change(setting, "small numbers set", actor=actor, details=details)
    return setting


def _due(at: dt.datetime) -> Iterator[tuple[Board, int]]:
    """Boards and years with completed registers: those without an edition, then those not looked at lately."""
    rows = ProtectedEdition.objects.values_list("board_id", "first_year", "looked_at")
    looked = {(board, first): moment for board, first, moment in rows}
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    waiting = [
        (looked.get(key) or never, *key)
        for key in _board_years()
        if (looked.get(key) or never) <= at - LOOK_AGAIN_AFTER
    ]
    boards = Board.objects.in_bulk({board for _, board, _ in waiting})
    for _, board, first in sorted(waiting)[:LOOKED_AT_A_ROUND]:
        yield boards[board], first


def _board_years() -> set[tuple[int, int]]:
    held = Event.objects.filter(state=EventState.COMPLETED, starts_at__isnull=False)
    months = held.values_list(
        F("board_id"), ExtractYear("starts_at"), ExtractMonth("starts_at")
    ).distinct()
    return {
        (board, year if month >= FIRST_MONTH else year - 1)
        for board, year, month in months.order_by()
    }
