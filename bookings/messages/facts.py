"""What notices about a booking say, read from live data just before they leave."""

from collections.abc import Callable, Collection
from functools import partial

from django.urls import reverse
from django.utils.functional import lazy

from bookings.choices import BookingState, ChargeState, Outcome
from bookings.models import Booking
from bookings.policy.money import pounds
from bookings.secrets import secret_of
from courses.dates import short_day, when_event
from courses.messages.facts import (
    check_event_runs,
    check_planned_day,
    check_planned_start,
    contact_of,
    mark_of_places,
    when_and_where,
    with_change_said,
)
from courses.models import Event
from notices.choices import Addressed
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
    values = values_of(booking, message)
    invitation = diary_facts(message, description=diary_text(booking), url=values["booking_link"])
    return Facts(values, invitation)


def diary_entry_facts(message: Message) -> Facts:
    """Of an entry put into the diary or taken out: what the diary was last told is true."""
    return with_change_said(_facts(message, states=tuple(BookingState), event_runs=False))


def values_of(booking: Booking, message: Message | None = None) -> dict[str, str]:
    """A value for every placeholder a notice about a booking may use.

    A manager's copy carries no link that acts for the person.
    """
    is_copy = message is not None and message.addressed == Addressed.COPY
    event = booking.event
    board = event.board
    return {
        "name": booking.person.full_name,
        "course": event.course.title,
        "first_day": short_day(event.starts_at),
        "when": when_event(event),
        "when_and_where": when_and_where(event),
        "reference": booking.reference,
        "reason": f"The reason given: {booking.cancel_reason}" if booking.cancel_reason else "",
        "charge": lazy(charge_sentence, str)(booking),
        "standing": booking.get_state_display().lower(),
        "joining_notes": joining_notes(event),
        "empty_chair": lazy(empty_chair, str)(event),
        "board": board.name,
        "contact": contact_of(event),
        "booking_link": link(booking, "confirmation"),
        "cancel_link": link(booking, "cancel") if is_copy else secret_link(booking),
        "course_link": f"{site_url(board)}/courses/{event.course.slug}/",
    }


def diary_text(booking: Booking) -> str:
    """What stands in the diary's entry: how to change the booking, and how to join online."""
    links = [s.joining_link for s in booking.event.sessions.all() if s.joining_link]
    lines = [f"Join: {address}" for address in dict.fromkeys(links)]
    lines.append(f"Your booking, {booking.reference}: {link(booking, 'confirmation')}")
    return "\n".join(lines)


def link(booking: Booking, name: str) -> str:
    """The absolute address of one of a booking's pages on its board's site."""
    return site_url(booking.event.board) + reverse(f"bookings:{name}", args=[booking.reference])


def joining_notes(event: Event) -> str:
    """What to bring and know: the course's notes, the event's, each venue's, and how to join online."""
    sessions = list(event.sessions.all())
    venues = dict.fromkeys(session.venue for session in sessions if session.venue)
    links = dict.fromkeys(session.joining_link for session in sessions if session.joining_link)
    parts = [
        event.course.joining_notes,
        event.joining_notes,
        *(f"At {venue.name}: {venue.access_notes}" for venue in venues if venue.access_notes),
        *(f"Join online: {link}" for link in links),
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def empty_chair(event: Event) -> str:
    """What it costs others when somebody booked does not come, from what is known of the event."""
    waiting = Booking.objects.waiting_for(event).count()
    if waiting:
        over = event.is_over
        verb = ("was" if over else "is") if waiting == 1 else ("were" if over else "are")
        people = "1 person" if waiting == 1 else f"{waiting} people"
        return f"{people} {verb} waiting for a place at this event."
    if event.room_hire_pence:
        pounds = round(event.room_hire_pence / event.capacity / 100)
        if pounds:
            return f"The room alone costs the partnership about £{pounds} a chair."
    return "An empty chair is training that somebody else could have had."


def no_show_facts(message: Message) -> Facts:
    """True while the register says that the person did not come."""
    booking = booking_of(message)
    if booking.outcome != Outcome.NO_SHOW:
        raise NoLongerTrue("The register no longer says that this person did not come.")
    return Facts(values_of(booking, message))


def reminder_facts(message: Message) -> Facts:
    """True while the person has a place and the event still starts when it was planned for."""
    booking = _place_of(message)
    check_planned_start(message, booking.event)
    return Facts(values_of(booking, message))


def joining_facts(message: Message) -> Facts:
    """As a reminder, and while the event is held where it was planned for: another place has its own."""
    booking = _place_of(message)
    check_planned_start(message, booking.event)
    if message.facts["places"] != mark_of_places(booking.event):
        raise NoLongerTrue("The event has another place since this was planned.")
    return Facts(values_of(booking, message))


def today_facts(message: Message) -> Facts:
    """True on the day it was planned for, while the person has a place."""
    booking = _place_of(message)
    check_planned_day(message, booking.event)
    return Facts(values_of(booking, message))


def _place_of(message: Message) -> Booking:
    booking = booking_of(message)
    if booking.state != BookingState.BOOKED:
        raise NoLongerTrue(f"The booking is now: {booking.get_state_display().lower()}.")
    check_event_runs(booking.event)
    return booking


def charge_sentence(booking: Booking) -> str:
    """ "You owe £37.50. Cancelling this late costs £37.50." """
    owed = booking.charges.filter(state=ChargeState.OWED)
    return " ".join(f"You owe {pounds(each.amount_pence)}. {each.reason}" for each in owed)


def secret_link(booking: Booking, name: str = "cancel_by_link") -> str:
    """Where whoever holds the mail may cancel (or do what `name` says) without signing in."""
    path = reverse(f"bookings:{name}", args=[booking.reference, secret_of(booking)])
    return site_url(booking.event.board) + path
