"""Reading finished results: which may be shown, and what a list says of them. Loads no statistics."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from courses.models import Course, Event
from people.models import Board

from .analysis.words import is_figure
from .choices import Moderation, Review, Wave
from .dates import Dates
from .models import Comment, Finding, Interview
from .queries import setting_of
from .scopes import ALL, EVENT, shown_scopes, year_of
from .statistics.wording import points

QUIZ = "Quiz"
PAIRED = {"T1 to T2": "Both start and end", "T1 to T3": "Both start and three months later"}
WHEN = {"T2": "by the end", "T3": "three months later"}
MOVED = {"rise": "rose", "fall": "fell"}


def summary_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What lists and later runs need of a finding: counts, the headline, mean changes of scales and the quiz."""
    analysis = document["analysis"]
    wholes = [o for o in analysis["outcomes"] if not o["part_of"]] if analysis else []
    first = next((o for o in wholes if o["kind"] != "item"), wholes[0] if wholes else None)
    pairs = list(first["changes"].items()) if first else []
    return {
        "headline": short_headline(first, pairs[0][1], document) if first and pairs else "",
        "sentence": sentence_of(pairs[0][1]) if pairs else "",
        "when": WHEN[pairs[0][0].split(" to ")[1]] if pairs else "",
        "is_told": bool(pairs) and "direction" in (pairs[0][1].get("headline") or {}),
        "response": document["response"],
        "invited": analysis["flow"]["invited"] if analysis else None,
        "paired": {pair: share.get("count") for pair, share in analysis["flow"]["paired"].items()}
        if analysis
        else {},
        "changes": {
            outcome["name"]: {
                pair: change["mean_change"]
                for pair, change in outcome["changes"].items()
                if is_figure(change) and is_figure(change["mean_change"])
            }
            for outcome in wholes
        },
    }


def short_headline(
    outcome: Mapping[str, Any], change: Mapping[str, Any], document: Mapping[str, Any]
) -> str:
    """ "Confidence in what the course teaches rose by 0.85 points": which way, and how much; never why."""
    name = name_of(outcome["name"], document)
    headline = change.get("headline") or {}
    if "direction" not in headline:
        return f"{name}: too few people answered twice to draw a conclusion"
    if headline["direction"] not in MOVED:
        return f"{name}: no clear change"
    size = points(abs(change["mean_change"]["value"]))
    unit = "percentage points" if outcome["name"] == QUIZ else "points"
    return f"{name} {MOVED[headline['direction']]} by {size} {unit}"


def sentence_of(change: Mapping[str, Any]) -> str:
    """The generated sentence of a change; why there is none."""
    if "why" in change:
        return str(change["why"])
    return str((change.get("headline") or {}).get("sentence", ""))


def name_of(code: str, document: Mapping[str, Any]) -> str:
    """The words of a scale or question as it was asked last."""
    if code == QUIZ:
        return "The share of right quiz answers"
    scales, questions = document["scales"], document["questions"]
    return str(scales.get(code) or questions.get(code) or code)


def public_summary(course: Course) -> Mapping[str, Any] | None:
    """What a board shows anybody of a course: the headline with its sentence, and who answered; None if nothing.

    Only where the board chose to, and enough people answered for a headline.
    """
    setting = setting_of(course.board_id)
    if not setting.is_public:
        return None
    finding = Finding.objects.filter(course=course, key=ALL).defer("document").first()
    if finding is None or finding.people < setting.hidden_under or not finding.summary["is_told"]:
        return None
    return {**finding.summary, "numbers": _numbers(finding.summary)}


def finding_of(course: Course, key: str) -> Finding | None:
    return Finding.objects.filter(course=course, key=key).first()


def runs_within(finding: Finding, dates: Dates, most: int = 20) -> list[Finding]:
    """The newest events within a finding whose results may be shown, oldest first, without their documents."""
    shown = [key for key in dates.shown if key.startswith(EVENT)]
    found = (
        Finding.objects.filter(
            course=finding.course_id,
            key__in=shown,
            first_day__gte=finding.first_day,
            last_day__lte=finding.last_day,
        )
        .defer("document")
        .order_by("-first_day", "-key")[:most]
    )
    return list(reversed(found))


def events_of(finding: Finding) -> list[int]:
    """The ids of the events that a finding is about."""
    if finding.key.startswith(EVENT):
        return [int(finding.key.removeprefix(EVENT))]
    days = (finding.first_day, finding.last_day)
    events = Event.objects.filter(course=finding.course_id, starts_at__date__range=days)
    return list(events.values_list("pk", flat=True))


@dataclass(frozen=True)
class Overview:
    """A course in the list: `headline` is "" where there is none, and `why_not` says why.

    `numbers` says who answered, both numbers each.
    """

    course: Course
    runs: int
    numbers: Sequence[str]
    headline: str
    why_not: str


def overview_of(board: Board) -> list[Overview]:
    """The courses of a board that have an evaluation, by title: three queries."""
    courses = list(
        Course.objects.filter(board=board, events__evaluation__isnull=False)
        .annotate(runs=Count("events__evaluation", distinct=True))
        .order_by("title", "pk")
    )
    found = Finding.objects.filter(course__in=courses, key=ALL).defer("document")
    findings = {finding.course_id: finding for finding in found}
    least = setting_of(board.pk).hidden_under
    return [_overview(course, findings.get(course.pk), least) for course in courses]


def _overview(course: Any, finding: Finding | None, least: int) -> Overview:
    if finding is None:
        why_not = "No form has closed yet. Results are worked out when the first one has."
        return Overview(course, course.runs, (), "", why_not)
    summary, shown = finding.summary, finding.people >= least
    why_not = "" if shown else f"Fewer than {least} people answered, so nobody sees their results."
    if shown and not summary["headline"]:
        why_not = "Nothing has been asked both before and after yet."
    headline = summary["headline"] if shown else ""
    return Overview(course, course.runs, _numbers(summary), headline, why_not)


def _numbers(summary: Mapping[str, Any]) -> list[str]:
    answered = [
        f"{wave.label}: {each['answered']:,}{_of_asked(each['invited'])} answered"
        for wave in Wave
        if (each := summary["response"].get(wave.value)) and (each["invited"] or each["answered"])
    ]
    return answered + [
        f"{PAIRED[pair]}: {count:,} of {summary['invited']:,}"
        for pair, count in summary["paired"].items()
        if pair in PAIRED and count is not None
    ]


def _of_asked(invited: int | None) -> str:
    return "" if invited is None else f" of {invited:,}"


def shown_comments(event_ids: Sequence[int], *, at: dt.datetime) -> dict[str, list[str]]:
    """By question: the comments of closed waves that were let through, in no order that tells who wrote them."""
    comments = Comment.objects.filter(
        wave__run__event__in=event_ids, wave__closes_at__lte=at, state=Moderation.SHOWN
    ).exclude(wave__wave=Wave.MANAGER)
    questions: dict[int, dict[str, str]] = {}
    found: dict[str, list[str]] = {}
    for comment in comments.select_related("wave").order_by("pk"):
        if comment.wave_id not in questions:
            items = comment.wave.document["items"]
            questions[comment.wave_id] = {item["code"]: item["text"] for item in items}
        question = questions[comment.wave_id].get(comment.item, comment.item)
        found.setdefault(question, []).append(comment.shown_text)
    return found


def interviews_at(board: Board) -> list[tuple[str, str, list[Interview]]]:
    """Who agreed to be asked more, by what became of their action: title, explanation, people."""
    agreed = (
        Interview.objects.filter(booking__event__board=board)
        .select_related("booking__person", "booking__agency", "booking__event__course")
        .order_by("-booking__event__starts_at", "pk")
    )
    by_review: dict[str, list[Interview]] = {}
    for each in agreed:
        by_review.setdefault(each.review, []).append(each)
    return [
        (title, words, by_review[review])
        for review, title, words in (
            (Review.DONE, "Got furthest", "They did what they meant to do."),
            (Review.NOT, "Did not get on", "They have not done it yet: what stood in the way?"),
            (Review.PARTLY, "Part of the way", "They did some of it."),
        )
        if by_review.get(review)
    ]


def shown_of_year(board: Board, year: str) -> list[Finding]:
    """What may be shown of the board's courses in a financial year ("2014-15"), by title: three queries."""
    least = setting_of(board.pk).hidden_under
    people: dict[int, dict[str, int]] = {}
    years: dict[int, dict[str, str]] = {}
    rows = Finding.objects.filter(course__board=board)
    for course, key, first, number in rows.values_list("course", "key", "first_day", "people"):
        people.setdefault(course, {})[key] = number
        if key.startswith(EVENT):
            years.setdefault(course, {})[key] = year_of(first)
    shown = [
        course
        for course, numbers in people.items()
        if year in shown_scopes(numbers, years.get(course, {}), least)
    ]
    found = rows.filter(course__in=shown, key=year).select_related("course")
    return list(found.order_by("course__title", "course_id"))
