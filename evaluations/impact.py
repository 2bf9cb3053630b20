"""What is known of a course's effect: figures, words and limits, of some of its events.

It loads the statistics libraries, so only tasks and commands import it, inside; pages read what `actions.results`
has stored.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from bookings.models import Booking
from bookings.querysets import ATTENDED
from courses.choices import EventState
from courses.models import Course, Event
from people.models import Board

from .analysis.analyse import Analysis, Settings, analyse
from .analysis.hiding import without_small
from .analysis.output import plain
from .choices import WAVES_BEFORE, Wave
from .models import Run, RunWave
from .queries import setting_of
from .response import Response, response_of
from .sheets import Stack, Tally, read_sheets, table_of, tallies_of

NOT_RUN = (EventState.DRAFT, EventState.CANCELLED)


@dataclass(frozen=True)
class Impact:
    """`analysis` is None, and `tallies` are empty, where fewer than `hidden_under` people answered: nobody sees
    their results; `answered` people did. `questions` and `scales` hold the words of each, by code, as asked last."""

    course: str
    title: str
    first_day: dt.date
    last_day: dt.date
    events: int
    attended: int
    people: int
    answered: int
    response: Mapping[Wave, Response]
    hidden_under: int
    questions: Mapping[str, str]
    scales: Mapping[str, str]
    tallies: Mapping[Wave, Mapping[str, Tally]]
    analysis: Analysis | None


def impact_of(
    board: Board, course: Course, first: dt.date, last: dt.date, *, at: dt.datetime | None = None
) -> Impact:
    """The impact of a board's course, over its events that start on the days from `first` to `last` (London).

    Of waves that were closed at `at` (now) only: see `sheets.read_sheets`.
    """
    events = Event.objects.filter(
        board=board, course=course, starts_at__date__gte=first, starts_at__date__lte=last
    )
    return impact_of_events(course, events, first, last, at=at or timezone.now())


def impact_of_events(
    course: Course, events: QuerySet[Event], first: dt.date, last: dt.date, *, at: dt.datetime
) -> Impact:
    """As `impact_of`, of `events` of the course, which lie in the days from `first` to `last`."""
    runs = Run.objects.filter(event__in=events)
    setting = setting_of(course.board_id)
    came = Booking.objects.filter(ATTENDED, event__in=events).aggregate(
        all=Count("pk"), people=Count("person", distinct=True)
    )
    stacks = read_sheets(runs, closed_by=at)
    table = table_of(stacks)
    response = response_of(RunWave.objects.filter(run__in=runs, closes_at__lte=at))
    enough = len(table.people) >= setting.hidden_under
    settings = Settings(
        invited=max(_asked_afterwards(response), len(table.people)),
        minimum_pairs=setting.headline_pairs,
    )
    return Impact(
        course=course.code,
        title=course.title,
        first_day=first,
        last_day=last,
        events=events.exclude(state__in=NOT_RUN).count(),
        attended=came["all"],
        people=came["people"],
        answered=len(table.people),
        response=response,
        hidden_under=setting.hidden_under,
        questions=_words(stacks, "items", "text"),
        scales=_words(stacks, "scales", "words"),
        tallies=tallies_of(stacks) if enough else {},
        analysis=analyse(table, settings) if enough else None,
    )


def published(impact: Impact) -> dict[str, Any]:
    """`impact` as plain data, without any figure of fewer people than the board shows, and without how many were
    asked in `WAVES_BEFORE`, nor how many answered there if more did than came."""
    found: dict[str, Any] = plain(impact)
    least = impact.hidden_under
    came = _asked_afterwards(impact.response)
    for wave in impact.response.keys() & set(WAVES_BEFORE):
        answered = impact.response[wave].answered
        found["response"][wave] = {
            "invited": None,
            "answered": answered if answered <= came else None,
        }
    found["tallies"] = {
        wave: {code: each for code, each in tallies.items() if each["n"] >= least}
        for wave, tallies in found["tallies"].items()
    }
    if found["analysis"] is not None:
        found["analysis"] = without_small(found["analysis"], least)
    return found


def _asked_afterwards(response: Mapping[Wave, Response]) -> int:
    """The most that were asked in one wave of those who came."""
    asked = (each.invited for wave, each in response.items() if wave not in WAVES_BEFORE)
    return max(asked, default=0)


def _words(stacks: list[Stack], of: str, words: str) -> dict[str, str]:
    """The words of each item or scale, by code; the last who asked it says how it reads."""
    return {
        each.code: getattr(each, words)
        for stack in stacks
        for each in getattr(stack.questionnaire, of)
    }
