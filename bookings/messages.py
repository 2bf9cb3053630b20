"""Which notices the bookings floor sends, and what they say. One thing to do first, plain words."""

from django.urls import reverse

from courses.dates import when_session
from notices.actions import queue_message
from people.queries import site_url

from .choices import BookingState
from .models import Booking


def _when_and_where(booking: Booking) -> str:
    lines = []
    for session in booking.event.sessions.select_related("venue"):
        place = session.venue.name if session.venue else "Online"
        lines += [when_session(session), place]
        if session.venue and session.venue.address:
            lines.append(f"{session.venue.address} {session.venue.postcode}".strip())
    return "\n".join(lines)


def _link(booking: Booking, name: str) -> str:
    return site_url(booking.event.board) + reverse(f"bookings:{name}", args=[booking.reference])


def _queue(booking: Booking, occasion: str, subject: str, opening: str, *, to_do: str = "") -> None:
    if not booking.person.email:
        return
    board = booking.event.board
    parts = [
        f"Dear {booking.person.full_name},",
        opening,
        f"{booking.event.course.title}\n{_when_and_where(booking)}\nReference: {booking.reference}",
        to_do,
        f"Questions? Write to {board.contact_email}.\n{board.name}",
    ]
    queue_message(
        key=f"booking:{booking.pk}:{occasion}",
        to_email=booking.person.email,
        subject=subject,
        body="\n\n".join(part for part in parts if part),
    )


def booking_made(booking: Booking) -> None:
    """To the person: booked, or on the waiting list."""
    title = booking.event.course.title
    if booking.state == BookingState.WAITING:
        _queue(
            booking,
            "waiting",
            f"On the waiting list: {title}",
            "This event is full. You are on the waiting list. Please do not come unless we tell you "
            "that you have a place.",
            to_do=f"See your position or leave the list: {_link(booking, 'confirmation')}",
        )
        return
    _queue(
        booking,
        "booked",
        f"Booked: {title}",
        "You have a place.",
        to_do=f"Add it to your diary, or cancel if you cannot come: {_link(booking, 'confirmation')}",
    )


def place_found(booking: Booking) -> None:
    """To somebody who waited: there is a place now."""
    _queue(
        booking,
        "placed",
        f"You now have a place: {booking.event.course.title}",
        "A place has come free and it is yours.",
        to_do=(
            "If you can no longer come, please cancel today so that the next person can: "
            f"{_link(booking, 'cancel')}"
        ),
    )


def booking_cancelled(booking: Booking) -> None:
    """To the person: the place has been given back."""
    _queue(
        booking,
        "cancelled",
        f"Cancelled: {booking.event.course.title}",
        "Your place has been cancelled. Thank you for letting us know: someone else can use it.",
    )


def left_waiting_list(booking: Booking) -> None:
    """To the person: no longer waiting."""
    _queue(
        booking,
        "withdrawn",
        f"Off the waiting list: {booking.event.course.title}",
        "You are no longer on the waiting list.",
    )


def event_cancelled(booking: Booking) -> None:
    """To everybody with a place or waiting: the board has cancelled the event."""
    _queue(
        booking,
        "event-cancelled",
        f"Event cancelled: {booking.event.course.title}",
        "We are sorry: this event has been cancelled. Please do not come. You owe nothing.",
        to_do=(
            "Find another date: "
            f"{site_url(booking.event.board)}/courses/{booking.event.course.slug}/"
        ),
    )


def event_moved(booking: Booking) -> None:
    """To everybody with a place or waiting: the time or the place is another one now."""
    _queue(
        booking,
        f"moved-{booking.event.version}",
        f"Changed: {booking.event.course.title}",
        "The time or the place of this event has changed. These are the new details.",
        to_do=f"If you can no longer come, please cancel: {_link(booking, 'cancel')}",
    )
