"""Dull objects for tests: each factory makes one row, with nothing surprising in it."""

from .bookings import BookingFactory
from .courses import CourseFactory, EventFactory, SessionFactory, TrainerFactory, VenueFactory
from .notices import MessageFactory, SuppressionFactory
from .people import (
    AgencyFactory,
    BoardFactory,
    EmploymentFactory,
    PersonFactory,
    RoleGroupFactory,
    SectorFactory,
    UserFactory,
)

__all__ = [
    "AgencyFactory",
    "BoardFactory",
    "BookingFactory",
    "CourseFactory",
    "EmploymentFactory",
    "EventFactory",
    "MessageFactory",
    "PersonFactory",
    "RoleGroupFactory",
    "SectorFactory",
    "SessionFactory",
    "SuppressionFactory",
    "TrainerFactory",
    "UserFactory",
    "VenueFactory",
]
