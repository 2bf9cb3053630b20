"""Dull objects for tests: each factory makes one row, with nothing surprising in it."""

from .bookings import (
    ApprovalFactory,
    BookingFactory,
    ChargeFactory,
    PolicyVersionFactory,
    ReservedPlaceFactory,
)
from .courses import CourseFactory, EventFactory, SessionFactory, TrainerFactory, VenueFactory
from .evaluations import (
    CommentFactory,
    InstrumentVersionFactory,
    RunFactory,
    RunWaveFactory,
)
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
from .reports import AnnualReportFactory, SavedReportFactory, SlotFactory, StatedFigureFactory

__all__ = [
    "AgencyFactory",
    "AnnualReportFactory",
    "ApprovalFactory",
    "BoardFactory",
    "BookingFactory",
    "ChargeFactory",
    "CommentFactory",
    "CourseFactory",
    "EmploymentFactory",
    "EventFactory",
    "InstrumentVersionFactory",
    "MessageFactory",
    "PersonFactory",
    "PolicyVersionFactory",
    "ReservedPlaceFactory",
    "RoleGroupFactory",
    "RunFactory",
    "RunWaveFactory",
    "SavedReportFactory",
    "SectorFactory",
    "SessionFactory",
    "SlotFactory",
    "StatedFigureFactory",
    "SuppressionFactory",
    "TrainerFactory",
    "UserFactory",
    "VenueFactory",
]
