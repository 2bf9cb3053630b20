"""The usual plan of a course's questions."""

from collections.abc import Sequence

from .actions.instruments import Asking
from .choices import Wave

USUAL_DAYS = 90


def usual_plan(quizzes: Sequence[str] = ()) -> list[Asking]:
    """Confidence before, at the start and at the end; reaction; the quiz before and after; then three months."""
    return [
        Asking(Wave.BOOKING, ["confidence"], reminders=[5]),
        Asking(Wave.START, ["confidence", *quizzes]),
        Asking(Wave.END, ["confidence_end", *quizzes, "reaction"], reminders=[3, 7]),
        Asking(
            Wave.LATER,
            ["follow_up", "confidence"],
            opens_days=USUAL_DAYS,
            open_for_days=28,
            reminders=[7, 14],
        ),
        Asking(
            Wave.MANAGER,
            ["manager"],
            opens_days=USUAL_DAYS + 7,
            open_for_days=21,
            reminders=[7],
        ),
    ]
