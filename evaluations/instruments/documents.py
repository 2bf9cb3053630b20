"""Questionnaires as plain data, and every problem of one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from bookings.policy.documents import read_yaml
from bookings.policy.reading import Problem, read_section, write_section
from evaluations.choices import QUIZ_KINDS, ItemKind

from .schema import PER_OBJECTIVE, Item, Questionnaire

FEWEST_POINTS, FEWEST_CHOICES = 2, 2


@dataclass(frozen=True)
class Reading:
    """The questionnaire, or None and every problem of the document."""

    questionnaire: Questionnaire | None
    problems: tuple[Problem, ...]


class BadQuestionnaire(Exception):
    """Raised where a questionnaire must be sound; carries every problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(each) for each in problems))


def read_questionnaire(document: object) -> Reading:
    """A questionnaire from plain data, checked as a whole. Never raises."""
    found, problems = read_section(Questionnaire, document)
    if found is not None and not problems:
        problems = list(_check(found))
    return Reading(None if problems else found, tuple(problems))


def load_questionnaire(document: object) -> Questionnaire:
    """A questionnaire from a document that was checked when it was saved. Raises `BadQuestionnaire`."""
    reading = read_questionnaire(document)
    if reading.questionnaire is None:
        raise BadQuestionnaire(reading.problems)
    return reading.questionnaire


def write_questionnaire(questionnaire: Questionnaire) -> dict[str, Any]:
    return write_section(questionnaire)


def questionnaire_from_yaml(text: str | bytes) -> Reading:
    data, problems = read_yaml(text)
    return Reading(None, tuple(problems)) if problems else read_questionnaire(data)


def for_objectives(questionnaire: Questionnaire, objectives: Mapping[int, str]) -> Questionnaire:
    """With the items that are asked for each objective written out; `objectives` are by id, in order.

    The item `sure` becomes `sure__12` for the objective 12, so that answers stay with it when it is reworded.
    """
    items: list[Item] = []
    for item in questionnaire.items:
        if PER_OBJECTIVE not in item.text:
            items.append(item)
            continue
        items += [
            replace(item, code=f"{item.code}__{pk}", text=item.text.replace(PER_OBJECTIVE, words))
            for pk, words in objectives.items()
        ]
    return replace(questionnaire, items=tuple(items))


def _check(questionnaire: Questionnaire) -> Iterator[Problem]:
    if not questionnaire.items:
        yield Problem("items", "Ask at least one question.")
    codes = Counter(item.code for item in questionnaire.items)
    scales = {scale.code for scale in questionnaire.scales}
    for number, item in enumerate(questionnaire.items):
        path = f"items[{number}]"
        if codes[item.code] > 1:
            yield Problem(f"{path}.code", f"The code “{item.code}” is there twice.")
        if item.scale and item.scale not in scales:
            yield Problem(f"{path}.scale", f"There is no scale “{item.scale}”.")
        yield from _check_item(item, path)
    for number, scale in enumerate(questionnaire.scales):
        if not any(item.scale == scale.code for item in questionnaire.items):
            yield Problem(f"scales[{number}]", "No question belongs to this scale.")


def _check_item(item: Item, path: str) -> Iterator[Problem]:
    if not item.text.strip():
        yield Problem(f"{path}.text", "Write the question.")
    if item.kind == ItemKind.RATING:
        values = [point.value for point in item.points]
        if len(values) < FEWEST_POINTS:
            yield Problem(f"{path}.points", "A rating scale has at least two points.")
        elif values != sorted(set(values)):
            yield Problem(f"{path}.points", "Give the points in rising order, each once.")
    elif item.scale or item.looks_back or item.is_reversed:
        yield Problem(f"{path}.kind", "Only ratings belong to a scale or look back.")
    if item.kind in QUIZ_KINDS:
        yield from _check_choices(item, path)
    elif item.choices:
        yield Problem(f"{path}.choices", "Only quiz items have choices.")
    if item.least is not None and item.most is not None and item.least > item.most:
        yield Problem(f"{path}.least", "The smallest number is larger than the largest.")


def _check_choices(item: Item, path: str) -> Iterator[Problem]:
    codes = [choice.code for choice in item.choices]
    right = sum(choice.is_right for choice in item.choices)
    if len(codes) < FEWEST_CHOICES:
        yield Problem(f"{path}.choices", "Give at least two answers to choose from.")
    if len(codes) != len(set(codes)):
        yield Problem(f"{path}.choices", "Two answers have the same code.")
    if item.kind == ItemKind.SINGLE and right != 1:
        yield Problem(f"{path}.choices", "Exactly one answer is right.")
    if item.kind == ItemKind.MULTIPLE and not right:
        yield Problem(f"{path}.choices", "At least one answer is right.")


def questionnaire_to_yaml(questionnaire: Questionnaire) -> str:
    """YAML in the schema's order, which `questionnaire_from_yaml` reads back as the same questionnaire."""
    return yaml.safe_dump(
        write_questionnaire(questionnaire), sort_keys=False, allow_unicode=True, width=100
    )
