"""What an answer is worth: quiz points, and ratings turned the right way round."""

from collections.abc import Mapping
from typing import Any

from evaluations.choices import QUIZ_KINDS, ItemKind

from .schema import Item, Questionnaire

BEFORE = "@before"
"""`sure@before` is what somebody says at the end about how it was before."""


def is_right(item: Item, answer: object) -> bool | None:
    """Whether a quiz answer is right; None for no answer, or an item that is no quiz."""
    if item.kind not in QUIZ_KINDS or answer in (None, "", []):
        return None
    if item.kind == ItemKind.SINGLE:
        return any(choice.code == answer and choice.is_right for choice in item.choices)
    given = [str(each) for each in answer] if isinstance(answer, list) else [str(answer)]
    if item.kind == ItemKind.ORDERED:
        return given == [choice.code for choice in item.choices]
    return set(given) == {choice.code for choice in item.choices if choice.is_right}


def points_of(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> tuple[int, int]:
    """(points got, points there are) of the quiz items of a questionnaire; no answer gets none."""
    quiz = [item for item in questionnaire.items if item.kind in QUIZ_KINDS]
    got = sum(item.worth for item in quiz if is_right(item, answers.get(item.code)))
    return got, sum(item.worth for item in quiz)


def value_of(item: Item, answer: object) -> float | None:
    """An answer as a number: 1 or 0 for a quiz item, a rating turned round where its scale asks it."""
    if item.kind in QUIZ_KINDS:
        right = is_right(item, answer)
        return None if right is None else float(right)
    if item.kind == ItemKind.RATING and isinstance(answer, int):
        if not item.is_reversed:
            return float(answer)
        return float(item.points[0].value + item.points[-1].value - answer)
    if item.kind == ItemKind.NUMBER and isinstance(answer, int | float):
        return float(answer)
    return None
