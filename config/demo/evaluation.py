"""Evaluation of the courses on child sexual exploitation and neglect: invented answers, at rates that are usual.

About 40 % answer three months later. Most rises are real-looking and partly kept; one answer of the CSE course
falls, as self-rated knowledge does where a course shows people how much they had not seen.
"""

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking
from courses.choices import EventState
from courses.models import Course, Event
from evaluations import actions
from evaluations.actions.instruments import Asking
from evaluations.choices import Barrier, ItemKind, Moderation, Review, Wave
from evaluations.instruments.documents import load_questionnaire
from evaluations.instruments.marking import BEFORE
from evaluations.instruments.schema import Item
from evaluations.models import Comment, Run, RunWave
from evaluations.queries import asked_in
from evaluations.secrets import answer_secret
from people.choices import Role
from people.queries import site_url

from .world import World

EVALUATED = ("CSE1", "NEG2", "NEG3")
QUIZZED = ("NEG2", "NEG3")
ANSWER = {Wave.BOOKING: 0.72, Wave.START: 0.94, Wave.END: 0.88, Wave.LATER: 0.4, Wave.MANAGER: 0.27}
"""The share of those asked who send the form of each wave."""

SURE = {Wave.BOOKING: 2.6, Wave.START: 2.7, Wave.END: 3.8, Wave.LATER: 3.5}
FALLS = {Wave.BOOKING: 3.7, Wave.START: 3.7, Wave.END: 3.3, Wave.LATER: 3.3}
BETTER = {Wave.START: 0.45, Wave.END: 0.75, Wave.LATER: 0.68}
READ_AFTER = dt.timedelta(days=110)
INTENTIONS = (
    "Ask the school nurse what she has seen",
    "Use the screening tool with every young person who goes missing",
    "Write a chronology before the next core group",
    "Tell my team what the signs are",
)
COMMENTS = (
    "More time for the case studies.",
    "It helped to sit with the police and hear what they need from us.",
    "Send the slides beforehand.",
    "A shorter lunch and an earlier finish.",
)


def plan_evaluation(courses: Mapping[str, Course], *, at: dt.datetime) -> None:
    """Loads the ready questionnaires, and says what the three courses ask when."""
    actions.load_bank(at=at)
    for code in EVALUATED:
        quiz = ["quiz_neglect"] if code in QUIZZED else []
        plan = [
            Asking(Wave.BOOKING, ["confidence"], reminders=[5]),
            Asking(Wave.START, ["confidence", *quiz]),
            Asking(Wave.END, ["confidence_end", *quiz, "reaction"], reminders=[3, 7]),
            Asking(
                Wave.LATER,
                ["follow_up", "confidence"],
                opens_days=90,
                open_for_days=28,
                reminders=[7, 14],
            ),
            Asking(Wave.MANAGER, ["manager"], opens_days=97, open_for_days=21),
        ]
        actions.set_plan(courses[code], plan, actor=None, at=at)


def build_answers(
    world: World, courses: Mapping[str, Course], progress: Callable[[str], None]
) -> None:
    """Everybody who was at a completed event of the three courses is asked, and some answer; the keys of the past
    are destroyed, comments are read, results are worked out. Today's and coming events are open to try."""
    progress("Evaluation: what people answered")
    now = timezone.now()
    mine = Event.objects.filter(course__in=[courses[code] for code in EVALUATED])
    for event in mine.filter(state=EventState.COMPLETED).order_by("starts_at"):
        assert event.starts_at is not None  # noqa: S101  held events are dated
        run = actions.open_run(event, at=event.starts_at - dt.timedelta(days=60))
        if run is not None:
            _answer_all(run, random.Random(event.pk), now)  # noqa: S311  a fixed seed
    for event in mine.filter(state=EventState.PUBLISHED, starts_at__date=timezone.localdate(now)):
        actions.open_run(event, at=now - dt.timedelta(days=30))
    actions.open_due_runs(now)
    _read_comments(world)
    actions.destroy_due_keys(now)
    progress("Evaluation: results")
    actions.work_out_findings(now, most=1_000)


def _answer_all(run: Run, chance: random.Random, now: dt.datetime) -> None:
    surer: dict[int, float] = {}
    for wave in run.waves.order_by("opens_at", "wave"):
        at = wave.closes_at - dt.timedelta(minutes=30)
        if at > now:
            continue
        actions.invite(wave)
        given = {
            booking: _answers(wave, surer.setdefault(booking.pk, chance.gauss(0, 0.6)), chance)
            for booking in _who_answer(wave, chance)
        }
        actions.send_answers_of(wave.pk, given, at=at)


def _who_answer(wave: RunWave, chance: random.Random) -> Sequence[Booking]:
    kind = Wave(wave.wave)
    asked = asked_in(wave).select_related("person").order_by("pk")
    return [b for b in asked if chance.random() < ANSWER[kind] or b.person.user_id]


def _answers(wave: RunWave, surer: float, chance: random.Random) -> dict[str, Any]:
    kind = Wave(wave.wave)
    falling = _falling(wave)
    said, intends = (0.12, 0.8) if wave.closes_at < timezone.now() - READ_AFTER else (0.4, 1.0)
    given: dict[str, Any] = {}
    for item in load_questionnaire(wave.document).items:
        middle = (FALLS if item.code == falling else SURE).get(kind, 4.0)
        if item.kind == ItemKind.RATING:
            given[item.code] = _rating(item, middle + surer, chance)
            if item.looks_back:
                given[f"{item.code}{BEFORE}"] = _rating(
                    item, SURE[Wave.START] - 0.5 + surer, chance
                )
        elif item.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.ORDERED):
            given[item.code] = _quiz(item, BETTER.get(kind, 0.5) + surer / 10, chance)
        elif item.kind == ItemKind.ACTION and chance.random() < intends:
            given[item.code] = chance.choice(INTENTIONS)
        elif item.kind == ItemKind.ACTION_REVIEW:
            given |= _review(item, chance)
        elif item.kind == ItemKind.TEXT and item.code == "better" and chance.random() < said:
            given[item.code] = chance.choice(COMMENTS)
    return given


def _falling(wave: RunWave) -> str:
    """The first objective of the CSE course."""
    if wave.run.event.course.code != "CSE1":
        return ""
    codes = [item["code"] for item in wave.document["items"] if item["code"].startswith("sure__")]
    return codes[0] if codes else ""


def _rating(item: Item, middle: float, chance: random.Random) -> int:
    lowest, highest = item.points[0].value, item.points[-1].value
    scaled = lowest + (middle - 1) / 4 * (highest - lowest)
    return min(highest, max(lowest, round(chance.gauss(scaled, 0.7))))


def _quiz(item: Item, right: float, chance: random.Random) -> Any:
    codes = [choice.code for choice in item.choices]
    is_right = chance.random() < right
    if item.kind == ItemKind.SINGLE:
        wanted = [choice.code for choice in item.choices if choice.is_right == is_right]
        return chance.choice(wanted)
    if item.kind == ItemKind.ORDERED:
        return codes if is_right else [*codes[1:], codes[0]]
    return [choice.code for choice in item.choices if choice.is_right] if is_right else codes


def _review(item: Item, chance: random.Random) -> dict[str, Any]:
    review = chance.choices([Review.DONE, Review.PARTLY, Review.NOT], [5, 3, 2])[0]
    found: dict[str, Any] = {item.code: review.value}
    if review != Review.DONE:
        barriers = [Barrier.TIME, Barrier.CHANCE, Barrier.COLLEAGUES, Barrier.TOOLS]
        found["review_barriers"] = [chance.choices(barriers, [5, 4, 2, 1])[0].value]
    if chance.random() < 0.2:
        found["interview"] = True
    return found


def _read_comments(world: World) -> None:
    """The officer lets through all but every fifth; the newest wait."""
    officer = world.accounts[Role.OFFICER]
    past = Comment.objects.filter(wave__closes_at__lt=timezone.now() - READ_AFTER)
    for number, comment in enumerate(past.order_by("wave", "text", "pk")):
        state = Moderation.SHOWN if number % 5 else Moderation.WITHHELD
        actions.moderate_comment(comment.pk, state, actor=officer)


def open_form() -> str:
    """The address of a form that is open three months after a course: anybody may try it without an account.

    "" where the demo is so old that it has closed.
    """
    wave = (
        RunWave.objects.filter(
            wave=Wave.LATER, opens_at__lte=timezone.now(), closes_at__gt=timezone.now()
        )
        .order_by("closes_at")
        .first()
    )
    booking = (
        asked_in(wave).order_by(F("person__user").asc(nulls_last=True), "pk").first()
        if wave
        else None
    )
    if booking is None:
        return ""
    path = reverse("evaluations:answer", args=[booking.reference, answer_secret(booking)])
    return f"{site_url(booking.event.board)}{path}"
