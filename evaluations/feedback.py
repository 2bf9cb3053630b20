"""What somebody learns from their own quiz, once it is asked no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from .choices import DELEGATE_WAVES, QUIZ_KINDS, ItemKind
from .instruments.documents import load_questionnaire
from .instruments.marking import is_right
from .instruments.schema import Choice, Item
from .models import RunWave, Sheet


@dataclass(frozen=True)
class Feedback:
    """One quiz question with what was answered and what is right; `said`: the words written for it."""

    question: str
    is_right: bool | None
    given: Sequence[str]
    right: Sequence[str]
    said: Sequence[str]


def feedback_of(wave: RunWave, sheet: Sheet) -> list[Feedback]:
    """For the items that have feedback, and that no later wave of the run asks again."""
    again = _asked_after(wave)
    items = load_questionnaire(wave.document).items
    return [
        _of(item, sheet.answers.get(item.code))
        for item in items
        if item.kind in QUIZ_KINDS
        and item.code not in again
        and any(choice.feedback for choice in item.choices)
    ]


def _asked_after(wave: RunWave) -> set[str]:
    if wave.wave not in DELEGATE_WAVES:
        return set()
    later = [each for each in DELEGATE_WAVES if each > wave.wave]
    waves = RunWave.objects.filter(run=wave.run_id, wave__in=later)
    return {item.code for each in waves for item in load_questionnaire(each.document).items}


def _of(item: Item, answer: object) -> Feedback:
    given = [str(each) for each in answer] if isinstance(answer, list) else [str(answer or "")]
    chosen = [choice for code in given for choice in item.choices if choice.code == code]
    right = [c for c in item.choices if c.is_right or item.kind == ItemKind.ORDERED]
    told: list[Choice] = [*chosen, *(choice for choice in right if choice not in chosen)]
    return Feedback(
        question=item.text,
        is_right=is_right(item, answer),
        given=[choice.words for choice in chosen],
        right=[choice.words for choice in right],
        said=[choice.feedback for choice in told if choice.feedback],
    )
