from .agencies import Agency, AgencyStanding, RoleGroup, Sector, WorkforceFigure
from .audit import AuditEntry
from .boards import Board
from .feeds import CalendarFeed
from .persons import Employment, Person, RoleAssignment
from .users import User

__all__ = [
    "Agency",
    "AgencyStanding",
    "AuditEntry",
    "Board",
    "CalendarFeed",
    "Employment",
    "Person",
    "RoleAssignment",
    "RoleGroup",
    "Sector",
    "User",
    "WorkforceFigure",
]
