"""What notices about an event say, read from live data just before they leave."""

import datetime as dt
import hashlib
from dataclasses import replace

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from courses.choices import EventState
from courses.dates import when_event, when_session
from courses.ical import location_of
from courses.models import Event, Session, Trainer, TrainerAssignment
from notices.composing import diary_facts
from notices.kinds import Facts, NoLongerTrue
from notices.models import Message
from people.queries import site_url

from .diary import change_said


def with_all_said(event_id: int) -> Event | None:
    """An event with its course, board, sessions and venues, in 2 queries."""
    sessions = Session.objects.select_related("venue")
    return (
        Event.objects.select_related("course", "board__site")
        .prefetch_related(Prefetch("sessions", queryset=sessions))
        .filter(pk=event_id)
        .first()
    )


def event_of(message: Message) -> Event:
    """The event a message is about. Raises `NoLongerTrue`."""
    event = with_all_said(message.about_id or 0)
    if event is None:
        raise NoLongerTrue("The event is no longer there.")
    return event


def check_event_runs(event: Event) -> None:
    """Raises `NoLongerTrue` unless the event is published and has not ended."""
    if event.state != EventState.PUBLISHED:
        raise NoLongerTrue(f"The event is now: {event.get_state_display().lower()}.")
    if event.is_over:
        raise NoLongerTrue("The event is over.")


def session_days(event: Event) -> list[dt.datetime]:
    """The first start of each day on which the event has a session."""
    days: dict[dt.date, dt.datetime] = {}
    for session in event.sessions.all():
        days.setdefault(timezone.localtime(session.starts_at).date(), session.starts_at)
    return list(days.values())


def mark_of_places(event: Event) -> str:
    """Short, and another one when the event is held somewhere else, or under another joining link."""
    places = [(session.venue_id, session.joining_link) for session in event.sessions.all()]
    return hashlib.blake2s(repr(places).encode(), digest_size=4).hexdigest()


def check_planned_start(message: Message, event: Event) -> None:
    """Raises `NoLongerTrue` unless the event still starts when the notice was planned for, and has not."""
    planned = _planned(message, session_days(event)[:1])
    if planned <= timezone.now():
        raise NoLongerTrue("It has begun.")


def check_planned_day(message: Message, event: Event) -> None:
    """Raises `NoLongerTrue` unless a day of the event still is the one planned for, and is not over."""
    planned = _planned(message, session_days(event))
    if timezone.localtime(planned).date() < timezone.localdate():
        raise NoLongerTrue("That day is over.")


def _planned(message: Message, moments: list[dt.datetime]) -> dt.datetime:
    planned = dt.datetime.fromisoformat(message.facts["planned_for"])
    if planned not in moments:
        raise NoLongerTrue("The event has moved since this was planned.")
    return planned


def values_of_event(event: Event) -> dict[str, str]:
    """A value for every placeholder that a notice about an event may use."""
    board = event.board
    return {
        "course": event.course.title,
        "when": when_event(event),
        "when_and_where": when_and_where(event),
        "board": board.name,
        "contact": contact_of(event),
        "booked": str(event.places_taken),
        "capacity": str(event.capacity),
        "minimum": str(event.minimum_numbers or ""),
        "register_link": f"{site_url(board)}/register/{event.pk}/",
        "event_link": site_url(board) + reverse("office_events:edit", args=[event.pk]),
        "course_link": f"{site_url(board)}/courses/{event.course.slug}/",
    }


def when_and_where(event: Event) -> str:
    """Each session with its place, a line each."""
    lines = []
    for session in event.sessions.all():
        lines += [when_session(session), location_of(session)]
    return "\n".join(lines)


def contact_of(event: Event) -> str:
    board = event.board
    return " or ".join(part for part in (board.contact_email, board.contact_phone) if part)


def trainer_facts(message: Message) -> Facts:
    """For somebody who delivers the event: true while they do, and while it runs."""
    event = event_of(message)
    trainer = _trainer(message)
    check_event_runs(event)
    _check_delivers(trainer, event)
    return _for_trainer(message, event, trainer)


def register_today_facts(message: Message) -> Facts:
    """For somebody who delivers the event: true on the day it was planned for, and while they do."""
    check_planned_day(message, event_of(message))
    return trainer_facts(message)


def former_trainer_facts(message: Message) -> Facts:
    """For somebody who no longer delivers the event, or whose event does not run."""
    event = event_of(message)
    trainer = _trainer(message)
    there = TrainerAssignment.objects.filter(event=event, trainer=trainer).exists()
    if there and event.state == EventState.PUBLISHED:
        raise NoLongerTrue("This trainer delivers the event again.")
    return _for_trainer(message, event, trainer)


def trainer_diary_facts(message: Message) -> Facts:
    """An entry put into a trainer's diary or taken out: what the diary was last told is true."""
    facts = _for_trainer(message, event_of(message), _trainer(message))
    return with_change_said(facts)


def with_change_said(facts: Facts) -> Facts:
    """With a value for `diary_change`, from the invitation that goes with the message."""
    values = {**facts.values, "diary_change": change_said(facts.invitation)}
    return replace(facts, values=values)


def register_facts(message: Message) -> Facts:
    """A register still to complete, by somebody who delivered the event: true until somebody has."""
    event = event_of(message)
    trainer = _trainer(message)
    if event.state != EventState.PUBLISHED:
        raise NoLongerTrue(f"The event is now: {event.get_state_display().lower()}.")
    if event.ends_at is None or event.ends_at > timezone.now():
        raise NoLongerTrue("The event has moved: it is not over.")
    _check_delivers(trainer, event)
    return _for_trainer(message, event, trainer)


def low_numbers_facts(message: Message) -> Facts:
    event = event_of(message)
    check_event_runs(event)
    check_planned_start(message, event)
    if not event.is_below_minimum:
        raise NoLongerTrue("Enough people are booked now.")
    return Facts({"name": message.to_name, **values_of_event(event)})


def _check_delivers(trainer: Trainer, event: Event) -> None:
    if not TrainerAssignment.objects.filter(event=event, trainer=trainer).exists():
        raise NoLongerTrue("This trainer no longer delivers the event.")


def _trainer(message: Message) -> Trainer:
    trainer = Trainer.objects.select_related("person").filter(pk=message.facts["trainer"]).first()
    if trainer is None:
        raise NoLongerTrue("The trainer has left the pool.")
    return trainer


def _for_trainer(message: Message, event: Event, trainer: Trainer) -> Facts:
    values = {"name": trainer.person.full_name, **values_of_event(event)}
    register = f"Register: {values['register_link']}"
    return Facts(values, diary_facts(message, description=register, url=values["register_link"]))


def sample_event(board_id: int) -> Facts | None:
    """The facts of the board's latest event; None before there is one."""
    latest = Event.objects.filter(board=board_id, starts_at__isnull=False).order_by("-starts_at")
    event = with_all_said(latest.values_list("pk", flat=True).first() or 0)
    return Facts({"name": "Sam Example", **values_of_event(event)}) if event else None


def sample_diary(board_id: int) -> Facts | None:
    """As `sample_event`, with the change of the diary that its first session would be."""
    event = sample_event(board_id)
    return event and Facts(
        {**event.values, "diary_change": f"In your diary: {event.values['when']}"}
    )
