import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from bookings.choices import BookingState, ChargeKind
from bookings.models import Approval, Booking, Charge, PolicyVersion, ReservedPlace
from bookings.references import new_reference

from .courses import EventFactory
from .people import AgencyFactory, BoardFactory, PersonFactory


class BookingFactory(DjangoModelFactory):
    class Meta:
        model = Booking

    reference = factory.LazyFunction(new_reference)
    person = factory.SubFactory(PersonFactory)
    event = factory.SubFactory(EventFactory)
    agency = factory.SubFactory(AgencyFactory)
    sector = factory.SelfAttribute("agency.sector")
    state = BookingState.BOOKED
    made_at = factory.LazyFunction(timezone.now)


class PolicyVersionFactory(DjangoModelFactory):
    """A board's rules from long ago on; `document` adds sections to a policy that asks for nothing."""

    class Meta:
        model = PolicyVersion

    class Params:
        sections = factory.LazyFunction(dict)

    board = factory.SubFactory(BoardFactory)
    number = factory.LazyAttribute(
        lambda version: PolicyVersion.objects.filter(board=version.board).count() + 1
    )
    starts_on = dt.date(2020, 1, 1)
    document = factory.LazyAttribute(
        lambda version: {"schema": 1, "name": version.board.name, **version.sections}
    )
    made_at = factory.LazyFunction(timezone.now)


class ApprovalFactory(DjangoModelFactory):
    class Meta:
        model = Approval

    booking = factory.SubFactory(BookingFactory, state=BookingState.AWAITING)
    manager_name = "Robin Example"
    manager_email = factory.Sequence(lambda n: f"manager{n}@agency.example")
    asked_at = factory.LazyFunction(timezone.now)
    times_out_at = factory.LazyAttribute(lambda asked: asked.asked_at + dt.timedelta(days=7))


class ChargeFactory(DjangoModelFactory):
    class Meta:
        model = Charge

    booking = factory.SubFactory(BookingFactory)
    kind = ChargeKind.PLACE
    amount_pence = 7500
    policy = factory.SubFactory(
        PolicyVersionFactory, board=factory.SelfAttribute("..booking.event.board")
    )
    reason = "The place costs £75."
    made_at = factory.LazyFunction(timezone.now)


class ReservedPlaceFactory(DjangoModelFactory):
    class Meta:
        model = ReservedPlace

    event = factory.SubFactory(EventFactory)
    agency = factory.SubFactory(AgencyFactory)
    made_at = factory.LazyFunction(timezone.now)
    name_by = factory.LazyAttribute(lambda place: place.event.starts_at - dt.timedelta(days=2))
