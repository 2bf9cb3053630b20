"""What may be asked where small numbers are hidden: one family of readings, and no other."""

import datetime as dt
from dataclasses import fields

from people.models import Board
from reports.attendance.population import Filters
from reports.attendance.reading import AttendanceReport
from reports.forms import NoFigures
from reports.periods import Period, covering

from .reading import NoEdition, NotClosed, period_name, protected_attendance

NOT_A_QUARTER = (
    "These days cannot be shown with small numbers hidden",
    "With any days one could be set against the other until a single person is left. Choose a quarter or a "
    "financial year that is over.",
)
TOO_NARROW = (
    "These filters cannot be shown with small numbers hidden",
    "Two filters, or a role group, could be set against other readings until a single person is left. Take "
    "filters away until one of sector, agency, course, topic, level or way of learning is left.",
)
NOT_MADE = (
    "Small numbers are being hidden",
    "Registers of this year were completed or changed. Which numbers must be hidden is worked out again, and "
    "until then none are shown. Look again in a few minutes.",
)
NOT_CLOSED = (
    "Registers of these days are not completed yet",
    "A quarter can be read once all its registers are completed, and a year once its quarters can: otherwise "
    "one could set it against the same quarter a week later. After four weeks it is shown without them.",
)


def answer(
    board: Board, days: Period, filters: Filters, *, today: dt.date, finest: bool
) -> AttendanceReport:
    """The protected report. Raises NoFigures."""
    if period_name(days) is None or days.to >= today:
        raise NoFigures(*NOT_A_QUARTER, covering(days, today))
    if not is_askable(filters):
        raise NoFigures(*TOO_NARROW)
    try:
        return protected_attendance(board, days, filters, today=today, finest=finest)
    except NoEdition:
        raise NoFigures(*NOT_MADE) from None
    except NotClosed:
        raise NoFigures(*NOT_CLOSED) from None


def is_askable(filters: Filters) -> bool:
    """Nothing, or one thing: an agency may be narrowed to its sector, a course to its own level and way of
    learning, which say no more."""
    chosen = {field.name for field in fields(filters) if getattr(filters, field.name)}
    if filters.course:
        course = filters.course
        if filters.level in (None, course.level):
            chosen.discard("level")
        if filters.delivery in ("", course.delivery):
            chosen.discard("delivery")
    if filters.agency:
        chosen.discard("sector")
    return len(chosen) <= 1 and "role_group" not in chosen
