"""The bookings behind a figure: an operational list, by name, for staff."""

from django.db.models import QuerySet

from bookings.models import Booking
from people.models import Board
from reports.measures.attendance import BOOKING_COUNTS
from reports.periods import Period

from .population import Filters, bookings_in


def people_counted(
    board: Board, period: Period, filters: Filters, counted: str
) -> QuerySet[Booking]:
    """What the count `counted` of the attendance report counts, in the order of the events.

    Raises KeyError for a count that is not of bookings.
    """
    bookings = bookings_in([board], period, filters).filter(BOOKING_COUNTS[counted])
    whole = bookings.select_related("person", "agency", "sector", "role_group", "event__course")
    return whole.order_by("event__starts_at", "event_id", "person__full_name", "pk")
