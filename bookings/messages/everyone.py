"""What the officer writes to everyone at an event: to whom, and the kind of notice it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Model

from bookings.choices import LIVE_STATES, BookingState
from bookings.models import Booking
from courses.messages.facts import event_of, values_of_event
from courses.models import Event
from notices.actions import Recipient
from notices.choices import Audience
from notices.kinds import Facts, Kind, NoLongerTrue
from notices.models import Message
from people.addressing import addresses_of
from people.models import Person

from .facts import booking_of, values_of
from .kinds import FOOT, PLACEHOLDERS
from .samples import sample_booking

NAMES = ("name", "course", "when", "when_and_where", "board", "contact")


class Group(models.TextChoices):
    """Of whom an event's readers are made up; one who is in two groups is written to once."""

    BOOKED = "booked", "Those who have a place"
    WAITING = "waiting", "Those on the waiting list"
    TRAINERS = "trainers", "The trainers"


@dataclass(frozen=True)
class Reader:
    """Somebody to write to: `to` is where it goes, `about` their booking, or the event for a trainer."""

    person: Person
    about: Model
    to: Recipient


def readers_of(event: Event, groups: Collection[str]) -> list[Reader]:
    """Everybody of `groups`, by name, in a constant number of queries."""
    states = [state for state in LIVE_STATES if state in groups]
    bookings = Booking.objects.filter(event=event, state__in=states).select_related("person")
    abouts: dict[int, Model] = {booking.person_id: booking for booking in bookings}
    people = {booking.person_id: booking.person for booking in bookings}
    if Group.TRAINERS in groups:
        for each in event.trainer_assignments.select_related("trainer__person"):
            people.setdefault(each.trainer.person_id, each.trainer.person)
            abouts.setdefault(each.trainer.person_id, event)
    addresses = addresses_of(list(people.values()))
    readers = [Reader(who, abouts[pk], addresses[pk].own) for pk, who in people.items()]
    return sorted(readers, key=lambda reader: (reader.person.full_name, reader.person.pk))


def _facts(message: Message) -> Facts:
    if message.about_type == Event._meta.label_lower:
        event = event_of(message)
        mine = event.trainer_assignments.filter(trainer__person=message.person_id)
        if message.person is None or not mine.exists():
            raise NoLongerTrue("They are no longer a trainer of the event.")
        return Facts(_few({**values_of_event(event), "name": message.person.full_name}))
    booking = booking_of(message)
    if booking.state not in LIVE_STATES:
        state = BookingState(booking.state).label.lower()
        raise NoLongerTrue(f"The booking is now: {state}.")
    return Facts(_few(values_of(booking)))


def _few(values: Mapping[str, str]) -> dict[str, str]:
    return {name: values[name] for name in NAMES}


def values_for(reader: Reader, event: Event) -> dict[str, str]:
    """What the placeholders stand for in the message to `reader`; `event` comes with its sessions."""
    return _few({**values_of_event(event), "name": reader.person.full_name})


def _sample(board_id: int) -> Facts | None:
    facts = sample_booking(board_id)
    return Facts(_few(facts.values)) if facts else None


TO_EVERYONE = Kind(
    code="to_everyone",
    title="To everyone at an event",
    occasion="When you write to all of an event, from its bookings; these words are what you start from",
    audience=Audience.DELEGATE,
    subject="About {{ course }}",
    body="{{ name }}, this is about **{{ course }}**, {{ when }}.\n\n" + FOOT,
    placeholders=[each for each in PLACEHOLDERS if each.name in NAMES],
    facts=_facts,
    sample=_sample,
    may_be_off=False,
)
