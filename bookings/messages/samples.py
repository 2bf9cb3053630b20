"""Real rows for the editor's preview of a board's words."""

from collections.abc import Callable, Mapping

from bookings.models import Booking
from notices.kinds import Facts

from .facts import values_of

Values = Callable[[Booking], Mapping[str, str] | None]


def sample_of(values: Values) -> Callable[[int], Facts | None]:
    """The facts that `values` gives of the board's latest booking; None before there is one."""

    def sample(board_id: int) -> Facts | None:
        of_board = Booking.objects.with_whole_event().filter(event__board=board_id)
        booking = of_board.order_by("-made_at", "-pk").first()
        found = values(booking) if booking else None
        return Facts(found) if found is not None else None

    return sample


sample_booking = sample_of(values_of)


def sample_diary(board_id: int) -> Facts | None:
    """As `sample_booking`, with the change of the diary that its first session would be."""
    found = sample_booking(board_id)
    return found and Facts(
        {**found.values, "diary_change": f"In your diary: {found.values['when']}"}
    )
