"""What a load made, kept so that it can be taken back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from bookings.choices import LoadedKind
from bookings.models import HistoryLoad, LoadedRow
from courses.actions.past import Room
from people.models import AuditEntry, Board

if TYPE_CHECKING:
    from people.models import User

BATCH = 2_000
LOADED = "history loaded"


@dataclass
class Made:
    """Rows made by a load that is running, by kind, and the room that events had before."""

    rows: dict[LoadedKind, list[int]] = field(default_factory=lambda: defaultdict(list))
    rooms: dict[int, Room] = field(default_factory=dict)

    def add(self, kind: LoadedKind, ids: Iterable[int]) -> None:
        self.rows[kind].extend(ids)

    def counts(self) -> dict[str, int]:
        return {str(kind): len(ids) for kind, ids in self.rows.items() if ids}


def keep_load(board: Board, file_name: str, made: Made, *, actor: "User | None") -> HistoryLoad:
    """Side effects, in order: the load; the rows it made."""
    load = HistoryLoad.objects.create(
        board=board,
        file_name=file_name[-200:],
        loaded_by=actor,
        loaded_at=timezone.now(),
        counts=made.counts(),
    )
    rows = [
        LoadedRow(load=load, kind=kind, row_id=pk) for kind, ids in made.rows.items() for pk in ids
    ]
    rows += [
        LoadedRow(load=load, kind=LoadedKind.ROOM, row_id=pk, was=list(room))
        for pk, room in made.rooms.items()
    ]
    LoadedRow.objects.bulk_create(rows, batch_size=BATCH)
    return load


def loads_of(boards: Iterable[Board]) -> QuerySet[HistoryLoad]:
    """The latest first."""
    loads = HistoryLoad.objects.filter(board__in=boards)
    return loads.select_related("board", "loaded_by", "taken_back_by")


def loads_not_kept(boards: Iterable[Board]) -> int:
    """How many loads were made before Cohort kept what each made: those cannot be taken back."""
    entries = AuditEntry.objects.filter(
        target_type=Board._meta.label_lower,
        target_id__in=[board.pk for board in boards],
        verb=LOADED,
    )
    return entries.exclude(details__has_key="load").count()


def as_details(load: HistoryLoad, counts: Mapping[str, int]) -> dict[str, Any]:
    """What the audit keeps of a load."""
    return {**counts, "file": load.file_name, "load": load.pk}
