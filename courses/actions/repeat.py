"""Making events out of others: a copy on another day, a series over many."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from courses.choices import EventState
from courses.models import Course, Event, Venue
from courses.rules import EventRefused
from courses.wallclock import local_moment, moved_by
from people.actions import record_change
from people.models import Board

from .events import SessionPlan, TrainerPlan, create_event

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def copy_event(
    event_id: int, *, first_day: dt.date, actor: "User | None", at: dt.datetime | None = None
) -> Event:
    """A draft like this event whose first session is on `first_day`.

    Kept: times on the wall, venues, joining links, trainers, capacity, minimum numbers, boards, notes,
    and how many days before booking closes. Not kept: state, series, bookings, room hire.
    Raises `EventRefused` for an event without sessions or a time that the clocks skip.
    Side effects, in order: those of `create_event`; an audit entry on the copy naming the original.
    """
    original = Event.objects.select_related("course").get(pk=event_id)
    sessions = list(original.sessions.select_related("venue"))
    if not sessions:
        raise EventRefused("no_date", "This event has no sessions to copy.", field="first_day")
    days = (first_day - timezone.localtime(sessions[0].starts_at).date()).days
    closes = original.booking_closes_at
    copy = create_event(
        original.course,
        sessions=[
            SessionPlan(
                starts_at=moved_by(session.starts_at, days),
                ends_at=moved_by(session.ends_at, days),
                venue=session.venue,
                joining_link=session.joining_link,
                title=session.title,
            )
            for session in sessions
        ],
        capacity=original.capacity,
        open_to=list(original.open_to.all()),
        trainers=[
            TrainerPlan(trainer=each.trainer, role=each.role)
            for each in original.trainer_assignments.select_related("trainer")
        ],
        actor=actor,
        at=at,
        minimum_numbers=original.minimum_numbers,
        booking_closes_at=moved_by(closes, days) if closes else None,
        joining_notes=original.joining_notes,
        staff_notes=original.staff_notes,
    )
    record_change(copy, "copied", actor=actor, was=str(original.pk), at=at)
    return copy


@transaction.atomic
def create_series(
    course: Course,
    *,
    days: Sequence[dt.date],
    starts: dt.time,
    ends: dt.time,
    venue: Venue | None = None,
    joining_link: str = "",
    capacity: int | None = None,
    trainers: Sequence[TrainerPlan] = (),
    open_to: Sequence[Board] = (),
    state: EventState = EventState.DRAFT,
    actor: "User | None",
    **fields: Any,
) -> list[Event]:
    """One event a day on each of `days`, all with one `series` id, or none at all.

    `fields` as for `create_event`. Raises `EventRefused`: no days, or a time that the clocks skip.
    Side effects: those of `create_event`, for each day in order.
    """
    if not days:
        raise EventRefused("no_dates", "No date is left to make an event on.", field="first_day")
    series = uuid.uuid4()
    return [
        create_event(
            course,
            sessions=[
                SessionPlan(
                    starts_at=local_moment(day, starts),
                    ends_at=local_moment(day, ends),
                    venue=venue,
                    joining_link=joining_link,
                )
            ],
            capacity=capacity,
            state=state,
            open_to=open_to,
            trainers=trainers,
            series=series,
            actor=actor,
            **fields,
        )
        for day in days
    ]
