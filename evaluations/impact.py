"""What is known of a course's effect: figures, words and limits, for one board and span of days.

It loads the statistics libraries, so only tasks, commands and views that show its result import it, inside.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from bookings.models import Booking
from bookings.querysets import ATTENDED
from courses.models import Course, Event
from people.models import Board

from .analysis.analyse import Analysis, Settings, analyse
from .choices import Wave
from .models import Run, RunWave
from .queries import setting_of
from .sheets import table_of


@dataclass(frozen=True)
class Response:
    """How many were invited to a wave and how many sent its form."""

    invited: int
    answered: int


@dataclass(frozen=True)
class Impact:
    """`analysis` is None where fewer than `hidden_under` people answered: nobody sees their results."""

    course: str
    title: str
    first_day: dt.date
    last_day: dt.date
    events: int
    attended: int
    people: int
    response: Mapping[Wave, Response]
    hidden_under: int
    questions: Mapping[str, str]
    analysis: Analysis | None


def impact_of(board: Board, course: Course, first: dt.date, last: dt.date) -> Impact:
    """The impact of a board's course, over its events that start on the days from `first` to `last` (London)."""
    events = Event.objects.filter(
        board=board, course=course, starts_at__date__gte=first, starts_at__date__lte=last
    )
    runs = list(Run.objects.filter(event__in=events).select_related("event"))
    setting = setting_of(board.pk)
    came = Booking.objects.filter(ATTENDED, event__in=events).aggregate(
        all=Count("pk"), people=Count("person", distinct=True)
    )
    table = table_of(runs)
    response = response_of(RunWave.objects.filter(run__in=runs))
    enough = len(table.people) >= setting.hidden_under
    asked = max((each.invited for each in response.values()), default=0)
    settings = Settings(invited=max(asked, len(table.people)), minimum_pairs=setting.headline_pairs)
    return Impact(
        course=course.code,
        title=course.title,
        first_day=first,
        last_day=last,
        events=events.count(),
        attended=came["all"],
        people=came["people"],
        response=response,
        hidden_under=setting.hidden_under,
        questions=questions_of(runs),
        analysis=analyse(table, settings) if enough else None,
    )


def response_of(waves: QuerySet[RunWave]) -> dict[Wave, Response]:
    """By wave: from the invitations while they are there, and from what was kept of them afterwards."""
    rows = waves.annotate(
        now_invited=Count("invitations"),
        now_answered=Count("invitations", filter=Q(invitations__is_answered=True)),
    )
    found: dict[Wave, Response] = {}
    for row in rows:
        so_far = found.get(Wave(row.wave), Response(0, 0))
        found[Wave(row.wave)] = Response(
            so_far.invited + (row.invited or row.now_invited),
            so_far.answered + (row.answered or row.now_answered),
        )
    return found


def questions_of(runs: list[Run]) -> dict[str, str]:
    """The words of each question, by code, as asked last."""
    waves = RunWave.objects.filter(run__in=runs).order_by("opens_at")
    return {
        item["code"]: item["text"]
        for document in waves.values_list("document", flat=True)
        for item in document["items"]
    }
