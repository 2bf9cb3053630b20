"""Counting bookings by what they share, in one grouped query."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from bookings.models import Booking
from bookings.querysets import UNMARKED
from reports.measures import attendance as measures
from reports.measures.attendance import Counts

NOBODY = Counts()


def counted(bookings: QuerySet[Booking], *keys: str) -> Iterable[tuple[dict[str, Any], Counts]]:
    """One grouped query: `keys` and every count of bookings; groups of nothing but waiting people are
    left out."""
    wanted = {**measures.BOOKING_COUNTS, measures.UNMARKED: UNMARKED}
    groups = bookings.values(*keys).annotate(
        **{name: Count("pk", filter=which) for name, which in wanted.items()}
    )
    for row in groups:
        counts = Counts(**{name: row[name] for name in wanted})
        if counts != NOBODY:
            yield row, counts
