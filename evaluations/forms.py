"""A questionnaire as a form: one field a question, for a phone."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from .choices import Barrier, ItemKind, Review
from .instruments.marking import BEFORE
from .instruments.schema import Item, Questionnaire

CHOOSE, BARRIERS, BY = "Choose an answer", "review_barriers", "action_by"
AGREES = "interview"
LONGEST = 2000


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
        self.fields.update(fields_of(questionnaire, action=action))
        if partly:
            for field in self.fields.values():
                field.required = False
        self.ordered = [i for i in questionnaire.items if i.kind == ItemKind.ORDERED]

    def clean(self) -> dict[str, Any]:
        """Each answer of an item in order stands in one place only."""
        given: dict[str, Any] = super().clean() or {}
        for item in self.ordered:
            places = [given.get(name) or "" for name in names_in_order(item)]
            chosen = [code for code in places if code]
            if len(chosen) != len(set(chosen)):
                self.add_error(names_in_order(item)[0], "Put each answer in one place only")
        return given

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, as plain data; what was not is left out. Raises nothing on a valid form."""
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
    """By name, in order. `action`: what the person meant to do, where a question asks what came of it."""
    fields: dict[str, forms.Field] = {}
    for item in questionnaire.items:
        if item.kind == ItemKind.ACTION:
            fields |= _action(item)
        elif item.kind == ItemKind.ACTION_REVIEW:
            fields |= _review(item, action)
        elif item.kind == ItemKind.ORDERED:
            fields |= _in_order(item)
        else:
            fields[item.code] = field_of(item)
        if item.looks_back:
            fields[f"{item.code}{BEFORE}"] = field_of(item, looking_back=True)
    return fields


def field_of(item: Item, *, looking_back: bool = False) -> forms.Field:
    """One question as a field; `looking_back`: as it was before the course."""
    label = f"Looking back to before the course: {item.text}" if looking_back else item.text
    common: dict[str, Any] = {
        "label": label,
        "help_text": item.help,
        "required": item.is_required and not looking_back,
        "error_messages": {"required": CHOOSE},
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
        return forms.MultipleChoiceField(
            choices=choices_of, widget=forms.CheckboxSelectMultiple, **common
        )
    if item.kind == ItemKind.NUMBER:
        return forms.IntegerField(min_value=item.least, max_value=item.most, **common)
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **common)


def names_in_order(item: Item) -> list[str]:
    """The names of the fields of an item in order, first place first."""
    return [f"{item.code}__at{place}" for place in range(1, len(item.choices) + 1)]


def _in_order(item: Item) -> dict[str, forms.Field]:
    """One list for each place."""
    offered = [("", "Choose"), *sorted((each.code, each.words) for each in item.choices)]
    return {
        name: forms.ChoiceField(
            label=item.text if place == 1 else f"Place {place}",
            help_text=f"{item.help} Place 1".strip() if place == 1 else "",
            choices=offered,
            required=item.is_required,
            error_messages={"required": CHOOSE},
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
            widget=forms.DateInput(attrs={"type": "date"}),
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
            label="What stood in the way? (if anything)",
            choices=Barrier.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        AGREES: forms.BooleanField(
            label="The training team may ask me more, and may know who I am and how far I got",
            required=False,
        ),
    }
