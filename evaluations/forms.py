"""A questionnaire as a form: one card a question, for a phone."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from django import forms
from django.forms import BoundField

from .cards import AGREES, BARRIERS, BY, Card, names_in_order, sections_of
from .choices import Barrier, ItemKind, Review
from .instruments.marking import BEFORE
from .instruments.schema import Item, Questionnaire

CHOOSE = "Choose an answer"
LONGEST = 2000
MOST_POINTS_IN_A_ROW = 7


@dataclass(frozen=True)
class Shown:
    """A card on the screen: its number among all, its fields, and for a rating its points."""

    number: int
    card: Card
    fields: Sequence[BoundField]

    @property
    def item(self) -> Item:
        return self.card.item

    @property
    def field(self) -> BoundField:
        return self.fields[0]

    @property
    def is_rating(self) -> bool:
        return self.item.kind == ItemKind.RATING

    @property
    def is_row(self) -> bool:
        """Whether the points stand side by side: few enough for a phone, and no words beside other words."""
        points = self.item.points
        crowded = any(one.words and other.words for one, other in pairwise(points))
        return len(points) <= MOST_POINTS_IN_A_ROW and not crowded

    @property
    def points(self) -> list[tuple[Any, Any]]:
        """Each radio with its point of the scale."""
        return list(zip(self.field.subwidgets, self.item.points, strict=True))

    @property
    def is_asked_together(self) -> bool:
        """Whether the question stands above several fields, each with a label of its own."""
        return self.item.kind == ItemKind.ORDERED

    @property
    def errors(self) -> list[str]:
        return [str(error) for field in self.fields for error in field.errors]


class SheetForm(forms.Form):
    """Built from a questionnaire; with `partly`, nothing has to be answered yet."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        *args: Any,
        partly: bool = False,
        action: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        self.fields.update(fields_of(questionnaire, action=action))
        if partly:
            for field in self.fields.values():
                field.required = False
        self.ordered = [i for i in questionnaire.items if i.kind == ItemKind.ORDERED]
        self.reviews = [i.code for i in questionnaire.items if i.kind == ItemKind.ACTION_REVIEW]

    @cached_property
    def sections(self) -> list[tuple[str, str, list[Shown]]]:
        """(heading, a line beneath it, cards), the cards numbered through."""
        found, number = [], 0
        for section in sections_of(self.questionnaire):
            shown = []
            for card in section.cards:
                number += 1
                shown.append(Shown(number, card, [self[name] for name in card.names]))
            found.append((section.title, section.intro, shown))
        return found

    @cached_property
    def total(self) -> int:
        return sum(len(cards) for _, _, cards in self.sections)

    def clean(self) -> dict[str, Any]:
        """Each answer of an item in order stands in one place only; nothing stood in the way of what is done."""
        given: dict[str, Any] = super().clean() or {}
        for item in self.ordered:
            places = [given.get(name) or "" for name in names_in_order(item)]
            chosen = [code for code in places if code]
            if len(chosen) != len(set(chosen)):
                self.add_error(names_in_order(item)[0], "Put each answer in one place only")
        if any(given.get(code) == Review.DONE for code in self.reviews):
            given[BARRIERS] = []
        return given

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered and is sound, as plain data; what was not is left out."""
        given = dict(self.cleaned_data)
        for item in self.ordered:
            places = [given.pop(name, "") or "" for name in names_in_order(item)]
            given[item.code] = places if all(places) else []
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in given.items()
            if value not in (None, "", [], False)
        }


def initial_of(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was saved, as the form has it."""
    initial = dict(answers)
    for item in questionnaire.items:
        if item.kind == ItemKind.ORDERED and item.code in initial:
            initial |= dict(zip(names_in_order(item), initial.pop(item.code), strict=False))
    return initial


def fields_of(questionnaire: Questionnaire, *, action: str = "") -> dict[str, forms.Field]:
    """By name, in the order of the cards. `action`: what the person meant to do, where its review is asked."""
    fields: dict[str, forms.Field] = {}
    for section in sections_of(questionnaire):
        for card in section.cards:
            fields |= _fields_on(card, action)
    return fields


def _fields_on(card: Card, action: str) -> dict[str, forms.Field]:
    item = card.item
    if item.kind == ItemKind.ACTION:
        return _action(item)
    if item.kind == ItemKind.ACTION_REVIEW:
        return _review(item, action)
    if item.kind == ItemKind.ORDERED:
        return _in_order(item)
    if card.looks_back:
        return {f"{item.code}{BEFORE}": field_of(item, looking_back=True)}
    return {item.code: field_of(item)}


def field_of(item: Item, *, looking_back: bool = False) -> forms.Field:
    """One question as a field; `looking_back`: as it was before the course."""
    common: dict[str, Any] = {
        "label": f"Before the course: {item.text}" if looking_back else item.text,
        "help_text": item.help,
        "required": item.is_required and not looking_back,
        "error_messages": {"required": f"{CHOOSE}: {item.text}"},
    }
    if item.kind == ItemKind.RATING:
        choices = [(p.value, f"{p.value} {p.words}".strip()) for p in item.points]
        return forms.TypedChoiceField(
            choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect, **common
        )
    choices_of = [(each.code, each.words) for each in item.choices]
    if item.kind == ItemKind.SINGLE:
        return forms.ChoiceField(choices=choices_of, widget=forms.RadioSelect, **common)
    if item.kind == ItemKind.MULTIPLE:
        common["help_text"] = item.help or "Choose all that apply."
        return forms.MultipleChoiceField(
            choices=choices_of, widget=forms.CheckboxSelectMultiple, **common
        )
    if item.kind == ItemKind.NUMBER:
        common["help_text"] = item.help or item.unit
        return forms.IntegerField(min_value=item.least, max_value=item.most, **common)
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **common)


def _in_order(item: Item) -> dict[str, forms.Field]:
    """One list for each place."""
    offered = [("", "Choose"), *sorted((each.code, each.words) for each in item.choices)]
    return {
        name: forms.ChoiceField(
            label=f"Place {place}",
            choices=offered,
            required=item.is_required,
            error_messages={"required": f"{CHOOSE}: {item.text}"},
        )
        for place, name in enumerate(names_in_order(item), start=1)
    }


def _action(item: Item) -> dict[str, forms.Field]:
    """What somebody means to do, and by when."""
    return {
        item.code: forms.CharField(
            label=item.text,
            help_text=item.help,
            required=item.is_required,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": "Write one thing you will do differently"},
        ),
        BY: forms.DateField(
            label="By when? (optional)",
            required=False,
            widget=forms.DateInput(
                attrs={"type": "date", "class": "govuk-input govuk-input--width-10"},
                format="%Y-%m-%d",
            ),
            error_messages={"invalid": "Give a date such as 31/8/2026"},
        ),
    }


def _review(item: Item, action: str) -> dict[str, forms.Field]:
    """What became of it; without one on record, of what they learnt."""
    asked = f"You meant to: “{action}”. {item.text}" if action else "Have you used what you learnt?"
    return {
        item.code: forms.ChoiceField(
            label=asked,
            choices=Review.choices,
            required=item.is_required,
            widget=forms.RadioSelect,
            error_messages={"required": CHOOSE},
        ),
        BARRIERS: forms.MultipleChoiceField(
            label="If not, or only partly: what stood in the way?",
            choices=Barrier.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        AGREES: forms.BooleanField(
            label="The training team may ask me more, and may know who I am and how far I got",
            required=False,
        ),
    }
