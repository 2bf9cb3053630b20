"""Takes a load of an older register back: all that it made and nothing else uses, or nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from bookings.choices import LoadedKind
from bookings.models import Attendance, Booking, HistoryLoad, LoadedRow
from bookings.models.history import GIVEN_UP_AFTER
from courses.actions.past import (
    Room,
    remove_past_courses,
    remove_past_events,
    remove_venues,
    take_room_back,
)
from courses.models import Course, Event, Venue
from people.actions import record_change, remove_agencies, remove_past_people
from people.models import Agency, Board, Person
from people.removing import remove_at_once

from .loads import as_details
from .people import chunks
from .traces import COUNTED, Traces

if TYPE_CHECKING:
    from people.models import User

SHORT = 5_000
"""So many bookings are taken back while somebody waits for the page: a second or two."""
WENT_WRONG = "Something went wrong on our side. Nothing was changed; please try again."
NAMED = 20
"""So many events that were used are named; of more, how many there are."""
ONE_AND_MANY = {
    LoadedKind.BOOKING: ("booking", "bookings"),
    LoadedKind.EVENT: ("event", "events"),
    LoadedKind.COURSE: ("course", "courses"),
    LoadedKind.VENUE: ("venue", "venues"),
    LoadedKind.PERSON: ("person", "people"),
    LoadedKind.AGENCY: ("agency", "agencies"),
}


@dataclass(frozen=True)
class Outlook:
    """What taking `load` back removes and what stays, by kind; `used` are the events that were worked on since, the
    first of them in words: those can only be kept."""

    load: HistoryLoad
    goes: dict[LoadedKind, int]
    stays: dict[LoadedKind, int]
    used: int
    used_in_words: Sequence[str]

    @property
    def goes_in_words(self) -> list[str]:
        return _counted(self.goes)

    @property
    def stays_in_words(self) -> list[str]:
        return _counted(self.stays)


class TakeBackRefused(Exception):
    """Why a load was not taken back; nothing was changed.

    `outlook` says what was used since, if that is why; `option` is the command's way out.
    """

    def __init__(self, message: str, outlook: Outlook | None = None, *, option: str = "") -> None:
        self.outlook, self.option = outlook, option
        super().__init__(message)


def outlook_of(load: HistoryLoad) -> Outlook:
    """What taking `load` back would do now."""
    return _outlook(Traces(load))


def _outlook(traces: Traces) -> Outlook:
    used = traces.used_events
    named = sorted(used)[:NAMED]
    events = Event.objects.select_related("course").in_bulk(named)
    return Outlook(
        load=traces.load,
        goes={kind: len(traces.own[kind] - traces.staying[kind]) for kind in COUNTED},
        stays={kind: len(traces.staying[kind]) for kind in COUNTED},
        used=len(used),
        used_in_words=[f"{events[pk]}: {', '.join(sorted(used[pk]))}" for pk in named],
    )


def _counted(numbers: dict[LoadedKind, int]) -> list[str]:
    """ "1 event", "20 bookings"."""
    return [
        f"{number:,} {ONE_AND_MANY[kind][number != 1]}"
        for kind, number in numbers.items()
        if number
    ]


@transaction.atomic
def take_load_back(
    load_id: int,
    *,
    why: str,
    keep_used: bool = False,
    actor: "User | None",
    at: dt.datetime | None = None,
) -> Outlook:
    """Removes what a load made, so that its file can be loaded again; returns what went and what stayed.

    Raises `TakeBackRefused`, with nothing changed: no reason is given, it was taken back already, or events were
    worked on since and they are not to be kept (`keep_used`).
    Side effects, in order: the board is locked, as by a load, then the load, people, events and bookings; marks and
    bookings; sessions and events; events that were there get the room they had; employments and people; agencies,
    courses and venues that nothing else uses; what was kept of the load's rows; the load is taken back; an audit
    entry on the board. Nobody is told.
    """
    at = at or timezone.now()
    load = _locked(load_id)
    if load.taken_back_at is not None:
        raise TakeBackRefused("This load has been taken back already. Nothing was changed.")
    if not why.strip():
        raise TakeBackRefused("Say why the load is taken back.", option="--why")
    traces = Traces(load)
    _lock_rows(traces)
    outlook = _outlook(traces)
    if outlook.used and not keep_used:
        events = "1 event has" if outlook.used == 1 else f"{outlook.used:,} events have"
        raise TakeBackRefused(
            f"{events} been worked on since. Nothing was changed: keep what was used, or undo that first.",
            outlook,
            option="--keep-used",
        )
    for kind, ids in traces.staying.items():
        for chunk in chunks(sorted(ids)):
            load.rows.filter(kind=kind, row_id__in=chunk).delete()
    _remove(traces, actor=actor, why=f"history taken back: {why}"[:500])
    remove_at_once(LoadedRow.objects.filter(load=load))
    load.taken_back_at, load.taken_back_by, load.taken_back_why = at, actor, why
    load.asked_at, load.refusal = None, ""
    load.counts = {str(kind): number for kind, number in outlook.goes.items()}
    load.save()
    details = as_details(load, load.counts)
    record_change(load.board, "history taken back", actor=actor, why=why, at=at, details=details)
    return outlook


def ask_to_take_back(
    load: HistoryLoad, *, why: str, keep_used: bool, actor: "User"
) -> Outlook | None:
    """`take_load_back`: a short load at once, a long one in the background (None). Asked twice, it runs once.

    Raises `TakeBackRefused` for a short one.
    Side effects, in order: since when a long one runs; the task.
    """
    if load.counts.get(LoadedKind.BOOKING, 0) <= SHORT:
        return take_load_back(load.pk, why=why, keep_used=keep_used, actor=actor)
    from . import tasks

    now = timezone.now()
    idle = Q(asked_at__isnull=True) | Q(asked_at__lt=now - GIVEN_UP_AFTER)
    waiting = HistoryLoad.objects.filter(idle, pk=load.pk, taken_back_at__isnull=True)
    if waiting.update(asked_at=now, refusal=""):
        transaction.on_commit(lambda: tasks.take_back.enqueue(load.pk, why, keep_used, actor.pk))
    return None


def take_back_asked(load_id: int, *, why: str, keep_used: bool, actor: "User") -> None:
    """What `ask_to_take_back` left for later. Side effects: those of `take_load_back`, or why it was refused."""
    asked = HistoryLoad.objects.filter(pk=load_id)
    try:
        take_load_back(load_id, why=why, keep_used=keep_used, actor=actor)
    except TakeBackRefused as refused:
        asked.update(asked_at=None, refusal=str(refused)[:300])
    except Exception:
        asked.update(asked_at=None, refusal=WENT_WRONG)
        raise


def _locked(load_id: int) -> HistoryLoad:
    """The load, after its board: no other load of it begins or ends meanwhile."""
    board = HistoryLoad.objects.values_list("board", flat=True).get(pk=load_id)
    Board.objects.select_for_update(of=("self",)).get(pk=board)
    loads = HistoryLoad.objects.select_for_update(of=("self",))
    return loads.select_related("board").get(pk=load_id)


def _lock_rows(traces: Traces) -> None:
    """In the order everybody obeys (`bookings.locks`), then what those rows name."""
    rows = traces.rows
    bookings = Booking.objects.filter(pk__in=rows(LoadedKind.BOOKING))
    people = Q(pk__in=rows(LoadedKind.PERSON)) | Q(pk__in=bookings.order_by().values("person"))
    events = Q(pk__in=rows(LoadedKind.EVENT)) | Q(pk__in=bookings.order_by().values("event"))
    wanted: list[QuerySet[Model]] = [
        Person.objects.filter(people),
        Event.objects.filter(events),
        bookings,
        Agency.objects.filter(pk__in=rows(LoadedKind.AGENCY)),
        Course.objects.filter(pk__in=rows(LoadedKind.COURSE)),
        Venue.objects.filter(pk__in=rows(LoadedKind.VENUE)),
    ]
    for each in wanted:
        for _ in each.select_for_update().order_by("pk").values_list("pk").iterator():
            pass


def _remove(traces: Traces, *, actor: "User | None", why: str) -> None:
    rows, load = traces.rows, traces.load
    remove_at_once(Attendance.objects.filter(booking__in=rows(LoadedKind.BOOKING)))
    remove_at_once(Booking.objects.filter(pk__in=rows(LoadedKind.BOOKING)))
    remove_past_events(rows(LoadedKind.EVENT))
    rooms = load.rows.filter(kind=LoadedKind.ROOM).values_list("row_id", "was")
    take_room_back({pk: Room(*(was or ())) for pk, was in rooms}, actor=actor, why=why)
    remove_past_people(rows(LoadedKind.PERSON))
    remove_agencies(rows(LoadedKind.AGENCY))
    shared = rows(LoadedKind.SHARED_AGENCY)
    remove_at_once(Agency.boards.through.objects.filter(board=load.board, agency__in=shared))
    remove_past_courses(rows(LoadedKind.COURSE))
    remove_venues(rows(LoadedKind.VENUE))
