"""The thread from a learning need to what has come of it: objective, who was trained, what they said, what was seen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from bookings.models import Booking
from bookings.querysets import ATTENDED
from courses.models import CourseObjective

from .choices import Barrier, Review, Wave
from .dates import dates_of_each
from .forms import BARRIERS
from .models import LearningNeed, Sheet
from .queries import setting_of

SURE = "sure__{}"
REVIEW = "review"


@dataclass(frozen=True)
class Pairs:
    """How the confidence in one objective went, of people who answered twice; None where it is hidden."""

    pairs: int
    rose: int
    same: int
    fell: int


@dataclass(frozen=True)
class Strand:
    """One objective that answers a need: who was trained since, and how sure they said they were."""

    objective: CourseObjective
    attended: int
    people: int
    after: Pairs | None
    later: Pairs | None


@dataclass(frozen=True)
class Deeds:
    """What became of what people meant to do, and what stood in the way, of `answered` people."""

    answered: int
    done: int
    partly: int
    not_done: int
    barriers: Mapping[str, int]


@dataclass(frozen=True)
class Thread:
    """`deeds` is None where too few answered; `hidden_under` says how many that is."""

    need: LearningNeed
    strands: Sequence[Strand]
    deeds: Deeds | None
    hidden_under: int


def thread_of(need: LearningNeed) -> Thread:
    """In a number of queries that does not grow with people or events."""
    objectives = [each.objective for each in need.answers.select_related("objective__course")]
    courses = {each.course_id for each in objectives}
    trained = _trained(need, courses)
    least = setting_of(need.board_id).hidden_under
    sheets = _sheets(need, courses, least)
    return Thread(
        need=need,
        strands=[
            Strand(
                each,
                *trained.get(each.course_id, (0, 0)),
                _pairs(sheets, each, Wave.END, least),
                _pairs(sheets, each, Wave.LATER, least),
            )
            for each in objectives
        ],
        deeds=_deeds(sheets[Wave.LATER], least),
        hidden_under=least,
    )


Answers = Mapping[str, Mapping[str, object]]


def _trained(need: LearningNeed, courses: set[int]) -> dict[int, tuple[int, int]]:
    """(attendances, people) by course, at events since the need was found."""
    since = Q(event__course__in=courses, event__starts_at__date__gte=need.found_on)
    rows = Booking.objects.filter(ATTENDED, since, event__board=need.board_id).order_by()
    counts = rows.values("event__course").annotate(n=Count("pk"), p=Count("person", distinct=True))
    return {row["event__course"]: (row["n"], row["p"]) for row in counts}


def _sheets(
    need: LearningNeed, courses: set[int], least: int
) -> dict[str, dict[str, dict[str, object]]]:
    """Answers by wave and pseudonym, of forms that have closed at events since the need was found.

    Where the day it was found would cut small dates off others, neither is counted: two needs with other days
    would give them away.
    """
    events = [
        e for dates in dates_of_each(courses, least) for e in dates.whole_since(need.found_on)
    ]
    found: dict[str, dict[str, dict[str, object]]] = defaultdict(dict)
    sent = Sheet.objects.filter(
        is_sent=True,
        wave__closes_at__lte=timezone.now(),
        wave__run__event__board=need.board_id,
        wave__run__event__in=events,
    )
    for wave, pseudonym, answers in sent.values_list("wave__wave", "pseudonym", "answers"):
        found[wave][pseudonym] = answers
    return found


def _pairs(
    sheets: Mapping[str, Answers], objective: CourseObjective, wave: Wave, least: int
) -> Pairs | None:
    code = SURE.format(objective.pk)
    before = {**sheets[Wave.BOOKING], **sheets[Wave.START]}
    changes = [
        now[code] - before[person][code]  # type: ignore[operator]  # ratings are numbers
        for person, now in sheets[wave].items()
        if code in now and code in before.get(person, {})
    ]
    if len(changes) < least:
        return None
    rose, fell = sum(c > 0 for c in changes), sum(c < 0 for c in changes)
    return Pairs(len(changes), rose, len(changes) - rose - fell, fell)


def _deeds(later: Answers, least: int) -> Deeds | None:
    reviews = [str(answers[REVIEW]) for answers in later.values() if REVIEW in answers]
    if len(reviews) < least:
        return None
    barriers: dict[str, int] = defaultdict(int)
    for answers in later.values():
        given = answers.get(BARRIERS)
        for barrier in given if isinstance(given, list) else []:
            barriers[Barrier(barrier).label] += 1
    return Deeds(
        answered=len(reviews),
        done=reviews.count(Review.DONE),
        partly=reviews.count(Review.PARTLY),
        not_done=reviews.count(Review.NOT),
        barriers=dict(sorted(barriers.items(), key=lambda each: -each[1])),
    )
