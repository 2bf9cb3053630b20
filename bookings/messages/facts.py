"""What notices about a booking say, read from live data just before they leave."""

from collections.abc import Callable, Collection
from functools import partial

from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState
from bookings.models import Booking
from courses.choices import EventState
from courses.dates import when_event, when_session
from courses.ical import location_of
from courses.models import Event
from notices.composing import diary_facts
from notices.kinds import Facts, NoLongerTrue
from notices.models import Message
from people.queries import site_url

GONE = "The booking is no longer there."


def booking_of(message: Message) -> Booking:
    """The booking a message is about, with all that is said of it. Raises `NoLongerTrue`."""
    booking = Booking.objects.with_whole_event().filter(pk=message.about_id or 0).first()
    if booking is None:
        raise NoLongerTrue(GONE)
    return booking


def facts_in(*states: BookingState, event_runs: bool = True) -> Callable[[Message], Facts]:
    """The facts of a notice that is true while its booking is in one of `states`.

    `event_runs`: and while its event is published and has not ended.
    """
    return partial(_facts, states=states, event_runs=event_runs)


def _facts(message: Message, *, states: Collection[BookingState], event_runs: bool) -> Facts:
    booking = booking_of(message)
    if booking.state not in states:
        raise NoLongerTrue(f"The booking is now: {booking.get_state_display().lower()}.")
    if event_runs:
        check_event_runs(booking.event)
    values = values_of(booking)
    invitation = diary_facts(message, description=diary_text(booking), url=values["booking_link"])
    return Facts(values, invitation)


def check_event_runs(event: Event) -> None:
    if event.state != EventState.PUBLISHED:
        raise NoLongerTrue(f"The event is now: {event.get_state_display().lower()}.")
    if event.ends_at is not None and event.ends_at <= timezone.now():
        raise NoLongerTrue("The event is over.")


def values_of(booking: Booking) -> dict[str, str]:
    """A value for every placeholder a notice about a booking may use."""
    event = booking.event
    board = event.board
    return {
        "name": booking.person.full_name,
        "course": event.course.title,
        "when": when_event(event),
        "when_and_where": when_and_where(event),
        "reference": booking.reference,
        "reason": booking.cancel_reason,
        "board": board.name,
        "contact": contact_of(event),
        "booking_link": link(booking, "confirmation"),
        "cancel_link": link(booking, "cancel"),
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


def diary_text(booking: Booking) -> str:
    """What stands in the diary's entry: how to change the booking, and how to join online."""
    links = [s.joining_link for s in booking.event.sessions.all() if s.joining_link]
    lines = [f"Join: {address}" for address in dict.fromkeys(links)]
    lines.append(f"Your booking, {booking.reference}: {link(booking, 'confirmation')}")
    return "\n".join(lines)


def link(booking: Booking, name: str) -> str:
    """The absolute address of one of a booking's pages on its board's site."""
    return site_url(booking.event.board) + reverse(f"bookings:{name}", args=[booking.reference])
