"""The impact report over a million answers of one course, beside reading and parsing its sheets: the floor."""

import datetime as dt
import json
import random
import secrets

from django.db import connection
from django.utils import timezone

from courses.choices import EventState
from courses.models import Course, Event
from evaluations.choices import ItemKind, Purpose, Wave
from evaluations.instruments.documents import write_questionnaire
from evaluations.instruments.schema import Choice, Item, Point, Questionnaire, Scale
from evaluations.models import Run, RunWave, Sheet

from . import world
from .measure import milliseconds, queries

PEOPLE, AN_EVENT, ITEMS, ROUNDS = 16_700, 20, 20, 3
WAVES = (Wave.START, Wave.END, Wave.LATER)
FLOOR = """
SELECT s.pseudonym, s.answers FROM evaluations_sheet s
JOIN evaluations_runwave w ON w.id = s.wave_id JOIN evaluations_run r ON r.id = w.run_id
JOIN courses_event e ON e.id = r.event_id WHERE e.course_id = %s AND s.is_sent
"""


def run(scale: float) -> dict[str, object]:
    from evaluations.impact import impact_of, published

    course = world.courses(1)[0]
    first = timezone.localdate() - dt.timedelta(days=2000)
    _add_answers(course, max(int(PEOPLE * scale), 100), first)
    last = first + dt.timedelta(days=1500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def report() -> None:
        published(impact_of(course.board, course, first, last))

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [course.pk])
            for _, answers in cursor.fetchall():
                json.loads(answers) if isinstance(answers, str) else answers

    found = impact_of(course.board, course, first, last)
    if found.analysis is None:
        raise RuntimeError("There are no answers.")
    report_ms = min(milliseconds(report) for _ in range(ROUNDS))
    floor_ms = min(milliseconds(floor) for _ in range(ROUNDS))
    return {
        "answers": found.analysis.rows,
        "people": found.analysis.people,
        "events": found.events,
        "report_ms": round(report_ms),
        "read_and_parse_ms": round(floor_ms),
        "ratio": round(report_ms / floor_ms, 1),
        "sql_queries": queries(report),
    }


def _add_answers(course: Course, people: int, first: dt.date) -> None:
    """Everybody answers every wave: 16 ratings in two scales, 4 quiz items."""
    events = world.add_events(
        people // AN_EVENT, first_day=first, days=1400, state=EventState.COMPLETED
    )
    Event.objects.filter(pk__in=[event.pk for event in events]).update(course=course)
    document = write_questionnaire(_questionnaire())
    opened = timezone.now() - dt.timedelta(days=2000)
    closed = opened + dt.timedelta(days=1900)
    runs = Run.objects.bulk_create(
        Run(event=event, opened_at=opened, key_until=closed, key_destroyed_at=closed)
        for event in events
    )
    waves = RunWave.objects.bulk_create(
        RunWave(
            run=run,
            wave=wave,
            versions=[],
            document=document,
            opens_at=opened,
            closes_at=closed,
            invited=AN_EVENT,
            answered=AN_EVENT,
        )
        for run in runs
        for wave in WAVES
    )
    chance = random.Random(3)  # noqa: S311  a fixed seed
    coming = {
        run.pk: [(secrets.token_hex(32), chance.gauss(0, 1)) for _ in range(AN_EVENT)]
        for run in runs
    }
    Sheet.objects.bulk_create(
        (
            Sheet(
                wave=wave,
                pseudonym=code,
                answers=_answers(chance, person, wave.wave),
                is_sent=True,
            )
            for wave in waves
            for code, person in coming[wave.run_id]
        ),
        batch_size=world.BATCH,
    )


def _questionnaire() -> Questionnaire:
    points = tuple(Point(value=value) for value in range(1, 6))
    ratings = tuple(
        Item(code=f"r{n}", kind=ItemKind.RATING, text=f"R {n}", scale="ab"[n % 2], points=points)
        for n in range(ITEMS - 4)
    )
    choices = (Choice(code="yes", words="Yes", is_right=True), Choice(code="no", words="No"))
    quiz = tuple(
        Item(code=f"q{n}", kind=ItemKind.SINGLE, text=f"Q {n}", choices=choices) for n in range(4)
    )
    scales = (Scale(code="a", words="A"), Scale(code="b", words="B"))
    return Questionnaire(
        title="Bench", purpose=Purpose.ATTITUDES, scales=scales, items=ratings + quiz
    )


def _answers(chance: random.Random, person: float, wave: str) -> dict[str, object]:
    """Of somebody who is `person` SDs surer than others, in everything they answer."""
    gain = {Wave.START: 0.0, Wave.END: 0.9, Wave.LATER: 0.5}[Wave(wave)]
    ratings = {
        f"r{n}": min(5, max(1, round(3 + gain + 0.6 * person + chance.gauss(0, 0.7))))
        for n in range(ITEMS - 4)
    }
    right = 0.4 + gain / 3 + person / 10
    quiz = {f"q{n}": "yes" if chance.random() < right else "no" for n in range(4)}
    return {**ratings, **quiz}
