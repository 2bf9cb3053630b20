from .approvals import Approval
from .bookings import AccessNeed, Attendance, Booking
from .eligibility import AcceptedEvidence, RestrictionLifted
from .history import HistoryLoad, HistoryUpload, LoadedRow, PublishedFigure
from .money import Charge
from .places import EventRules, ReservedPlace
from .policies import PolicyVersion

__all__ = [
    "AcceptedEvidence",
    "AccessNeed",
    "Approval",
    "Attendance",
    "Booking",
    "Charge",
    "EventRules",
    "HistoryLoad",
    "HistoryUpload",
    "LoadedRow",
    "PolicyVersion",
    "PublishedFigure",
    "ReservedPlace",
    "RestrictionLifted",
]
