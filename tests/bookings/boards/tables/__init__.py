"""Real boards as an officer types them into the form, each with cases worked out by hand from the facts.

Every case names the rows of the collected facts (policies.csv) that it follows. Sums are pence, moments are
London time. Working days leave out weekends and the bank holidays of England and Wales: in 2026 Good Friday
3 April, Easter Monday 6 April, 4 May, 25 May.
"""

from .cambridgeshire import CAMBRIDGESHIRE
from .croydon import CROYDON
from .kcsc import KCSC
from .lscdg import LSCDG
from .northamptonshire import NORTHAMPTONSHIRE
from .northumberland import NORTHUMBERLAND
from .plymouth import PLYMOUTH
from .salford import SALFORD
from .shape import NO_LINE_MANAGER, Row, Table
from .south_tyneside import SOUTH_TYNESIDE
from .sutton import SUTTON

TABLES = [
    LSCDG,
    PLYMOUTH,
    CAMBRIDGESHIRE,
    NORTHUMBERLAND,
    SOUTH_TYNESIDE,
    SUTTON,
    SALFORD,
    NORTHAMPTONSHIRE,
    CROYDON,
    KCSC,
]

__all__ = ["KCSC", "NO_LINE_MANAGER", "TABLES", "Row", "Table"]
