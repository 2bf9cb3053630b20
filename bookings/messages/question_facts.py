"""What notices that ask something say, read from live data just before they leave."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState
from bookings.models import Approval, Booking, ReservedPlace
from bookings.policy.money import pounds
from bookings.policy.words import moment_words
from bookings.secrets import approval_secret
from courses.dates import when_event
from courses.messages.facts import check_event_runs, contact_of
from notices.kinds import Facts, NoLongerTrue
from notices.models import Message
from people.queries import site_url

from .facts import booking_of, secret_link, values_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

OR_ELSE = "If we do not hear from you by {}, your place goes to somebody else."
ANSWERED = "The question has been answered."


def offer_facts(message: Message) -> Facts:
    """True while the place is still offered."""
    booking = _in_state(message, BookingState.OFFERED)
    return Facts(offer_values(booking, message))


def offer_values(booking: Booking, message: Message | None = None) -> dict[str, str]:
    ends = booking.offer_expires_at
    return {
        **values_of(booking, message),
        "offer_ends": moment_words(ends) if ends else "",
        "offer_link": secret_link(booking, "offer_by_link"),
    }


def coming_facts(message: Message) -> Facts:
    """True while the place is theirs and they have not said that they come."""
    booking = _in_state(message, BookingState.BOOKED)
    if booking.confirmed_at is not None:
        raise NoLongerTrue(ANSWERED)
    return Facts(coming_values(booking, message))


def coming_values(booking: Booking, message: Message | None = None) -> dict[str, str]:
    by = booking.confirm_by
    return {
        **values_of(booking, message),
        "or_else": OR_ELSE.format(moment_words(by)) if by else "",
        "coming_link": secret_link(booking, "coming_by_link"),
    }


def approval_facts(message: Message) -> Facts:
    """To the manager or the deputy: true while nobody has answered."""
    booking = _in_state(message, BookingState.AWAITING)
    approval = Approval.objects.filter(booking=booking).first()
    if approval is None or approval.answer:
        raise NoLongerTrue(ANSWERED)
    return Facts(approval_values(approval, booking, message.to_email))


def approval_values(approval: Approval, booking: Booking, email: str) -> dict[str, str]:
    path = reverse("bookings:approval", args=[booking.reference, approval_secret(approval, email)])
    return {
        **values_of(booking),
        "agency": booking.agency.name,
        "price": pounds(booking.price_pence) if booking.price_pence else "nothing",
        "answer_by": moment_words(approval.times_out_at),
        "answer_link": site_url(booking.event.board) + path,
    }


def sample_approval_values(booking: Booking) -> dict[str, str]:
    """As if the manager of this booking were asked now."""
    asked = Approval(booking=booking, times_out_at=booking.event.starts_at or timezone.now())
    return approval_values(asked, booking, "")


def passed_on_facts(message: Message) -> Facts:
    """True once a colleague has the place."""
    booking = booking_of(message)
    if booking.state != BookingState.SUBSTITUTED:
        raise NoLongerTrue("The place has not been passed on.")
    return Facts(passed_on_values(booking, message))


def passed_on_values(booking: Booking, message: Message | None = None) -> dict[str, str]:
    after = Booking.objects.filter(replaces=booking).select_related("person").first()
    return {**values_of(booking, message), "colleague": after.person.full_name if after else ""}


def group_facts(message: Message) -> Facts:
    """What a lead's form made, as it stands now."""
    booking = booking_of(message)
    return Facts(group_values(booking, message))


def group_values(booking: Booking, message: Message | None = None) -> dict[str, str]:
    together: Sequence[Booking] = (
        list(Booking.objects.filter(group=booking.group).select_related("person"))
        if booking.group
        else [booking]
    )
    names = [f"{each.person.full_name}: {each.get_state_display().lower()}" for each in together]
    return {**values_of(booking, message), "names": "\n".join(names)}


OF_A_PLACE = ("course", "when", "board", "contact", "course_link")


def place_facts(message: Message) -> Facts:
    """True while the place has no name and is nobody's."""
    place = _places().filter(pk=message.about_id or 0).first()
    if place is None or place.is_open or place.booking_id is not None:
        raise NoLongerTrue("The place has a name, or is still held.")
    return Facts(_place_values(place))


def sample_place(board_id: int) -> Facts | None:
    """The board's latest place without a name, or what its latest booking would be as one."""
    place = _places().filter(event__board=board_id).last()
    booking = Booking.objects.with_whole_event().filter(event__board=board_id).last()
    if place is None and booking is not None:
        place = ReservedPlace(event=booking.event, agency=booking.agency)
    return Facts(_place_values(place)) if place else None


def _places() -> "QuerySet[ReservedPlace]":
    whole = ReservedPlace.objects.select_related(
        "agency", "made_by", "event__course", "event__board__site"
    )
    return whole.prefetch_related("event__sessions")


def _place_values(place: ReservedPlace) -> dict[str, str]:
    event = place.event
    return {
        "name": place.made_by.full_name if place.made_by else "",
        "agency": place.agency.name,
        "course": event.course.title,
        "when": when_event(event),
        "board": event.board.name,
        "contact": contact_of(event),
        "course_link": f"{site_url(event.board)}/courses/{event.course.slug}/",
    }


def _in_state(message: Message, state: BookingState) -> Booking:
    booking = booking_of(message)
    if booking.state != state:
        raise NoLongerTrue(f"The booking is now: {booking.get_state_display().lower()}.")
    check_event_runs(booking.event)
    return booking
