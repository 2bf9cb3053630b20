from .agencies import Agency, RoleGroup, Sector, WorkforceFigure
from .audit import AuditEntry
from .boards import Board
from .persons import Employment, Person, RoleAssignment
from .users import User

__all__ = [
    "Agency",
    "AuditEntry",
    "Board",
    "Employment",
    "Person",
    "RoleAssignment",
    "RoleGroup",
    "Sector",
    "User",
    "WorkforceFigure",
]
