import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from bookings.choices import BookingState
from bookings.models import Booking
from bookings.references import new_reference

from .courses import EventFactory
from .people import AgencyFactory, PersonFactory


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
