"""What notices that ask for an evaluation say, read from live data just before they leave."""

from django.urls import reverse
from django.utils import timezone

from bookings.messages.facts import booking_of
from bookings.models import Booking
from bookings.policy.words import moment_words
from courses.dates import day, when_event
from courses.messages.facts import contact_of
from evaluations.models import Invitation
from evaluations.secrets import DELEGATE, MANAGER, answer_secret
from notices.kinds import Facts, NoLongerTrue
from notices.models import Message
from people.queries import site_url


def answer_facts(message: Message) -> Facts:
    """True while the wave is open and the person has not answered."""
    return Facts(_values(_open_invitation(message), DELEGATE))


def manager_facts(message: Message) -> Facts:
    """As `answer_facts`, with the manager's own link."""
    return Facts(_values(_open_invitation(message), MANAGER))


def sample(board_id: int) -> Facts | None:
    """Of the board's latest invitation; before there is one, of its latest booking."""
    latest = Invitation.objects.filter(booking__event__board=board_id).last()
    if latest is not None:
        return Facts(_values(latest, DELEGATE))
    booking = Booking.objects.with_whole_event().filter(event__board=board_id).last()
    return Facts(_of_booking(booking, DELEGATE)) if booking else None


def _open_invitation(message: Message) -> Invitation:
    booking = booking_of(message)
    found = Invitation.objects.filter(
        booking=booking, wave__wave=message.facts["wave"]
    ).select_related("wave__run")
    invitation = found.first()
    if invitation is None or invitation.is_answered:
        raise NoLongerTrue("The form has been sent, or nobody is asked any more.")
    if not invitation.wave.opens_at <= timezone.now() < invitation.wave.closes_at:
        raise NoLongerTrue("The form is closed.")
    invitation.booking = booking
    return invitation


def _values(invitation: Invitation, who: str) -> dict[str, str]:
    booking = Booking.objects.with_whole_event().get(pk=invitation.booking_id)
    wave = invitation.wave
    return {
        **_of_booking(booking, who),
        "closes": moment_words(wave.closes_at),
        "key_until": day(wave.run.key_until),
    }


def _of_booking(booking: Booking, who: str) -> dict[str, str]:
    event = booking.event
    name = "evaluations:manager" if who == MANAGER else "evaluations:answer"
    path = reverse(name, args=[booking.reference, answer_secret(booking, who)])
    return {
        "name": booking.person.full_name,
        "course": event.course.title,
        "when": when_event(event),
        "answer_link": site_url(event.board) + path,
        "closes": "",
        "key_until": "",
        "board": event.board.name,
        "contact": contact_of(event),
    }
