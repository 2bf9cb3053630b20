"""Real rows for the editor's preview of a board's words."""

from bookings.models import Booking
from notices.kinds import Facts

from .facts import values_of


def sample_booking(board_id: int) -> Facts | None:
    """The facts of the board's latest booking; None before there is one."""
    of_board = Booking.objects.with_whole_event().filter(event__board=board_id)
    booking = of_board.order_by("-made_at", "-pk").first()
    return Facts(values_of(booking)) if booking else None


def sample_diary(board_id: int) -> Facts | None:
    """As `sample_booking`, with the change of the diary that its first session would be."""
    found = sample_booking(board_id)
    return found and Facts(
        {**found.values, "diary_change": f"In your diary: {found.values['when']}"}
    )
