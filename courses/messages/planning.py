"""The scheduled notices to trainers and officers: which are due within a day, and still to be written.

Every round asks a handful of queries, however many events there are; what is written already is known by key.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from courses.choices import EventState
from courses.models import Event, Session, TrainerAssignment
from notices.actions import Recipient, queue_message
from notices.hooks import PLANNED_AHEAD
from notices.hours import moment_of
from notices.kinds import Kind, Offset
from notices.models import Message
from notices.queries import Choice, choices_by_board
from notices.workdays import is_working_day
from people.models import Board
from people.queries import officers_by_board

from . import kinds
from .digest import things_to_do
from .facts import session_days
from .telling import tell_trainers

BACK = dt.timedelta(days=14)
"""How long after an event an open register is still worth a message."""
MORNING = dt.timedelta(hours=4)
"""How long the day's digest may be late: what turns up afterwards is for the next one."""
ROUNDING = dt.timedelta(days=12)
"""Working days take longer than days: weekends, and the bank holidays of Christmas."""


@dataclass(frozen=True)
class Due:
    """A scheduled notice that should leave at `moment`, for what happens at `anchor`."""

    event: Event
    kind: Kind
    anchor: dt.datetime
    moment: dt.datetime

    @property
    def occasion(self) -> str:
        return f"{self.kind.code}-{timezone.localtime(self.anchor):%Y%m%dT%H%M}"

    @property
    def facts(self) -> dict[str, str]:
        return {"planned_for": self.anchor.isoformat()}


Choices = Mapping[int, Mapping[str, Choice]]


def longest(choices: Choices) -> dt.timedelta:
    """How far ahead events must be looked at for the boards' offsets, generously."""
    spans = [
        _span(choice.offset)
        for by_kind in choices.values()
        for choice in by_kind.values()
        if choice.offset is not None and not choice.offset.is_after
    ]
    return max(spans, default=dt.timedelta()) + PLANNED_AHEAD + ROUNDING


def _span(offset: Offset) -> dt.timedelta:
    days = {"hours": 1 / 24, "days": 1, "working_days": 2, "weeks": 7}[offset.unit]
    return dt.timedelta(days=offset.amount * days)


def published_events(condition: Q) -> list[Event]:
    """Published events with what scheduled notices need to know of them, in 2 queries."""
    sessions = Session.objects.select_related("venue")
    return list(
        Event.objects.select_related("course", "board__site")
        .prefetch_related(Prefetch("sessions", queryset=sessions))
        .filter(condition, state=EventState.PUBLISHED)
    )


def due_within_a_day(
    events: Iterable[Event],
    kinds_: Sequence[Kind],
    choices: Choices,
    at: dt.datetime,
    *,
    each_day: bool = False,
) -> Iterator[Due]:
    """Each notice whose moment has come or comes within a day, for what has not happened yet.

    One for the event's start, or with `each_day` one for each day on which it has a session.
    """
    for event in events:
        for kind in kinds_:
            choice = choices[event.board_id][kind.code]
            if not choice.is_on or choice.offset is None:
                continue
            for anchor in session_days(event)[: None if each_day else 1]:
                moment = moment_of(anchor, choice.offset)
                if anchor > at and moment <= at + PLANNED_AHEAD:
                    yield Due(event, kind, anchor, moment)


def unwritten(keys: Sequence[str]) -> set[str]:
    """Of `keys`, those under which no message has been written, in one query for a thousand keys."""
    written: set[str] = set()
    for start in range(0, len(keys), 1000):
        some = keys[start : start + 1000]
        written.update(Message.objects.filter(key__in=some).values_list("key", flat=True))
    return set(keys) - written


def plan(at: dt.datetime) -> int:
    """Writes the notices to trainers and officers that are due within a day; returns how many."""
    choices = choices_by_board(list(kinds.KINDS))
    ahead = published_events(Q(starts_at__lte=at + longest(choices), ends_at__gt=at))
    return (
        _plan_registers(ahead, choices, at)
        + _plan_open_registers(choices, at)
        + _plan_low_numbers(ahead, choices, at)
        + _plan_digests(choices, at)
    )


def _plan_registers(events: list[Event], choices: Choices, at: dt.datetime) -> int:
    return _to_trainers(
        list(due_within_a_day(events, [kinds.REGISTER_TODAY], choices, at, each_day=True))
    )


def _plan_open_registers(choices: Choices, at: dt.datetime) -> int:
    due = []
    for event in published_events(Q(ends_at__lt=at, ends_at__gte=at - BACK)):
        choice = choices[event.board_id][kinds.REGISTER_OPEN.code]
        if choice.is_on and choice.offset is not None and event.ends_at is not None:
            moment = moment_of(event.ends_at, choice.offset)
            if moment <= at + PLANNED_AHEAD:
                due.append(Due(event, kinds.REGISTER_OPEN, event.ends_at, moment))
    return _to_trainers(due)


def _to_trainers(due: list[Due]) -> int:
    by_event = defaultdict(list)
    for assignment in TrainerAssignment.objects.filter(
        event__in={each.event.pk for each in due}
    ).select_related("trainer__person"):
        by_event[assignment.event_id].append(assignment.trainer)
    wanted = {
        f"event:{each.event.pk}:trainer-{trainer.pk}:{each.occasion}": (each, trainer)
        for each in due
        for trainer in by_event[each.event.pk]
    }
    missing = unwritten(list(wanted))
    for key in sorted(missing):
        each, trainer = wanted[key]
        tell_trainers(
            each.event,
            [trainer],
            each.kind,
            each.occasion,
            facts=each.facts,
            send_after=each.moment,
            before=each.anchor if each.anchor > each.moment else None,
        )
    return len(missing)


def _plan_low_numbers(events: list[Event], choices: Choices, at: dt.datetime) -> int:
    low = [event for event in events if event.is_below_minimum]
    due = list(due_within_a_day(low, [kinds.LOW_NUMBERS], choices, at))
    officers = officers_by_board({each.event.board_id for each in due})
    wanted = {
        f"event:{each.event.pk}:{each.occasion}:user-{user.pk}": (each, user)
        for each in due
        for user in officers[each.event.board_id]
    }
    missing = unwritten(list(wanted))
    for key in sorted(missing):
        each, user = wanted[key]
        queue_message(
            each.kind,
            key=key,
            board_id=each.event.board_id,
            to=Recipient(str(user), user.email),
            about=each.event,
            facts=each.facts,
            send_after=each.moment,
            before=each.anchor,
            at=at,
        )
    return len(missing)


def _plan_digests(choices: Choices, at: dt.datetime) -> int:
    """Once a working day and officer, when its time has come and there is something to do."""
    today = timezone.localtime(at).date()
    if not is_working_day(today):
        return 0
    boards = Board.objects.select_related("site").in_bulk()
    midnight = dt.datetime.combine(today, dt.time(), tzinfo=timezone.get_current_timezone())
    due = {
        board_id
        for board_id, by_kind in choices.items()
        if (choice := by_kind[kinds.DIGEST.code]).is_on
        and choice.offset
        and at - MORNING < moment_of(midnight, choice.offset) <= at
    }
    wanted = {
        f"board:{board_id}:digest-{today}:user-{user.pk}": (board_id, user)
        for board_id, users in officers_by_board(due).items()
        for user in users
    }
    missing = unwritten(list(wanted))
    busy = {b: bool(things_to_do(boards[b])) for b in {wanted[key][0] for key in missing}}
    written = 0
    for key in sorted(missing):
        board_id, user = wanted[key]
        if busy[board_id]:
            to = Recipient(str(user), user.email)
            queue_message(kinds.DIGEST, key=key, board_id=board_id, to=to, at=at)
            written += 1
    return written
