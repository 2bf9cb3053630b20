"""Learning needs and indicators of practice around the courses on neglect and exploitation: all of it invented."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from courses.models import Course, CourseObjective
from evaluations import actions
from evaluations.actions.indicators import add_months
from evaluations.models import Indicator, LearningNeed
from people.choices import Role

from .runs import at
from .world import CWAC, World

INVENTED = "Invented for this demonstration"
FIRST_MONTH, TRAINING_FROM = dt.date(2013, 4, 1), dt.date(2014, 4, 1)
PROFILES = (
    5, 7, 6, 8, 5, 6, 7, 6, 8, 6, 7, 7, 6, 8,
    13, 12, 14, 13, 15, 14, 16, 15, 14, 17, 16, 17, 18, 17,
)  # fmt: skip
"""Two months after training began it rises."""
HOMES = (
    9, 11, 8, 10, 12, 9, 10, 8, 11, 10, 9, 11, 10, 9,
    11, 9, 10, 12, 8, 10, 11, 9, 10, 9, 11, 10, 9, 10,
)  # fmt: skip
"""It goes on as before."""


def build_needs(world: World, courses: Mapping[str, Course]) -> None:
    """Two needs, each with the objectives that answer it and what was seen afterwards: one closed, one open."""
    officer = world.accounts[Role.OFFICER]
    closed = _need(
        LearningNeed.Source.CASE_REVIEW,
        "Case review 2014/1 (invented)",
        "Records said that a home was “poor” and not what a child's day in it was like, so that nobody outside "
        "the team could tell how bad it was.",
        dt.date(2014, 4, 1),
        world,
    )
    answers = {"NEG2": "Record what a child's day", "NEG3": "Use the Graded Care Profile"}
    actions.answer_need(closed, _objectives(courses, answers), actor=officer)
    evidence = actions.add_evidence(
        closed,
        seen_on=dt.date(2015, 2, 16),
        source="Audit of 40 neglect cases, February 2015 (invented)",
        words="The record describes the child's day in the child's or the parent's own words. A year before it "
        "was 14 of 40.",
        numerator=29,
        denominator=40,
        actor=officer,
    )
    actions.close_need(
        closed.pk,
        evidence=evidence,
        words="The audit group agreed to close it and to look again in a year.",
        actor=officer,
        at=at(dt.date(2015, 3, 9), "14:00"),
    )
    still_open = _need(
        LearningNeed.Source.AUDIT,
        "Audit 2014/3 (invented)",
        "The screening tool for sexual exploitation was in 11 of 30 files of young people who had gone missing.",
        dt.date(2014, 5, 1),
        world,
    )
    asked = {"CSE1": "Use the screening tool"}
    actions.answer_need(still_open, _objectives(courses, asked), actor=officer)
    actions.add_evidence(
        still_open,
        seen_on=dt.date(2015, 1, 19),
        source="Audit of 30 files, January 2015 (invented)",
        words="Hardly more than before. Teams that came together use it, others do not.",
        numerator=13,
        denominator=30,
        actor=officer,
    )


def build_indicators(world: World, courses: Mapping[str, Course]) -> None:
    """Two monthly series beside the events on neglect: one that rises, one that does not."""
    named = {
        "graded-care-profile": (
            "Assessments that use the Graded Care Profile (invented)",
            PROFILES,
        ),
        "home-conditions": ("Assessments that use the Home Conditions tool (invented)", HOMES),
    }
    for code, (title, values) in named.items():
        indicator = Indicator.objects.create(
            board=world.boards[CWAC],
            code=code,
            title=title,
            definition="Assessments of a child and family that were closed in the month with the tool on file.",
            source=INVENTED,
            unit="assessments",
            direction=Indicator.Direction.UP,
            lag_months=2,
            training_from=TRAINING_FROM,
            declared_on=dt.date(2014, 3, 10),
        )
        indicator.courses.set([courses["NEG2"], courses["NEG3"], courses["GCP"]])
        months = {add_months(FIRST_MONTH, n): Decimal(value) for n, value in enumerate(values)}
        actions.set_values(indicator, months, actor=world.accounts[Role.OFFICER])
        actions.work_out_indicator(indicator.pk)


def _need(
    source: str, reference: str, finding: str, found_on: dt.date, world: World
) -> LearningNeed:
    return LearningNeed.objects.create(
        board=world.boards[CWAC],
        source=source,
        reference=reference,
        finding=f"{INVENTED}: {finding[0].lower()}{finding[1:]}",
        found_on=found_on,
        owner="Learning and improvement group",
    )


def _objectives(
    courses: Mapping[str, Course], begin: Mapping[str, str]
) -> Sequence[CourseObjective]:
    """Of each course the objective that begins so."""
    return [
        CourseObjective.objects.get(course=courses[code], text__startswith=words)
        for code, words in begin.items()
    ]
