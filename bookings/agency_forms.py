"""Forms of those who book for others."""

import csv
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bookings.named import Named
from people.models import Agency, Person, RoleGroup
from people.queries import people_of_agency

BLANK_ROWS = 5
MOST_ROWS = 300
"""A form with more fields than this makes is refused as a whole (DATA_UPLOAD_MAX_NUMBER_FIELDS)."""
NAME = "Enter the full name"
EMAIL = "Enter an email address in the correct format, like name@example.com, or leave it empty"
Roles = Mapping[str, RoleGroup]


def role_groups() -> Roles:
    """By the value that forms send: one query, however many rows a form has."""
    return {str(each.pk): each for each in RoleGroup.objects.all()}


class PersonRow(forms.Form):
    """One person as a lead writes them down; an empty row is nobody."""

    full_name = forms.CharField(
        label="Full name",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "The name must be 200 characters or fewer"},
    )
    email = forms.EmailField(
        label="Email address (if they have one)",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": EMAIL},
    )
    role_group = forms.ChoiceField(
        label="Role group", required=False, widget=forms.Select(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, roles: Roles, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        choices = [("", "Choose a role group"), *((key, str(r)) for key, r in roles.items())]
        self.fields["role_group"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("email") and not cleaned.get("full_name"):
            self.add_error("full_name", NAME)
        return cleaned

    @property
    def is_blank(self) -> bool:
        return not (self.cleaned_data.get("full_name") or self.cleaned_data.get("email"))

    @property
    def named(self) -> Named:
        answers = self.cleaned_data
        return Named(answers["full_name"], answers["email"], self.roles.get(answers["role_group"]))


class GroupForm(forms.Form):
    """Who is to be booked: people known at the agency, lines pasted, and whom to write to instead of some.

    The rows beside it are `PersonRows`.
    """

    people = forms.ModelMultipleChoiceField(Person.objects.none(), required=False)
    pasted = forms.CharField(
        label="Paste a list",
        required=False,
        max_length=20_000,
        help_text="One person a line: name, email address. The email address may be missing.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    pasted_role_group = forms.ChoiceField(
        label="Role group of everybody in the list", required=False
    )
    manager_email = forms.EmailField(
        label="Manager’s email address",
        max_length=254,
        help_text="We write here for people without an email address, and ask here where a manager must agree "
        "and we know none.",
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "email"}),
        error_messages={
            "required": "Enter an email address where messages for people without one can go",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )

    def __init__(self, *args: Any, agency: Agency, roles: Roles, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        choices = [("", "Choose a role group"), *((key, str(r)) for key, r in roles.items())]
        self.fields["people"].queryset = people_of_agency(agency)  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        self.fields["pasted_role_group"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_pasted(self) -> list[tuple[str, str]]:
        return people_in(self.cleaned_data["pasted"])


def people_in(text: str) -> list[tuple[str, str]]:
    """(name, e-mail) of each line. Raises ValidationError with every line that cannot be read."""
    lines, wrong = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        name, email = _read(line)
        if name or email:
            lines.append((name, email))
        if not name and email:
            wrong.append(f"Line {number} of the list has no name")
        if email and not _is_email(email):
            wrong.append(f"Line {number} of the list: “{email}” is not an email address")
    if wrong:
        raise ValidationError(wrong)
    return lines


def _read(line: str) -> tuple[str, str]:
    """ "Name, e-mail", also from a spreadsheet, where a tab stands between them."""
    delimiter = "\t" if "\t" in line else ";" if ";" in line else ","
    cells = next(csv.reader([line], delimiter=delimiter), [])
    name, email, *_ = [*(cell.strip() for cell in cells), "", ""]
    return ("", name) if "@" in name and not email else (name, email)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


class PersonRows:
    """As many `PersonRow`s as were typed, and blank ones to type more."""

    def __init__(self, roles: Roles, data: Mapping[str, Any] | None = None) -> None:
        self.roles = roles
        asked = str(data.get("rows", "")) if data is not None else ""
        count = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
        self.forms = [
            PersonRow(data, prefix=f"row-{number}", roles=roles)
            for number in range(min(count, MOST_ROWS))
        ]

    def is_valid(self) -> bool:
        """Asks every row, so that all say what is wrong."""
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def named(self) -> list[Named]:
        return [form.named for form in self.forms if not form.is_blank]

    @staticmethod
    def unbound(roles: Roles, named: Sequence[Named], blank: int = BLANK_ROWS) -> list[PersonRow]:
        """Rows that show `named`, and `blank` ones after them."""
        filled = [
            {
                "full_name": each.full_name,
                "email": each.email,
                "role_group": str(each.role_group.pk) if each.role_group else "",
            }
            for each in named
        ]
        return [
            PersonRow(prefix=f"row-{number}", roles=roles, initial=initial)
            for number, initial in enumerate([*filled, *({} for _ in range(blank))])
        ]


class ConfirmGroupForm(forms.Form):
    """What a lead says before a group is booked; only what matters for this one is asked."""

    or_wait = forms.ChoiceField(
        label="What about those for whom there is no place?",
        choices=[
            ("wait", "They join the waiting list"),
            ("nobody", "Then book nobody: I will change the list"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what happens to those for whom there is no place"},
    )
    manager_agrees = forms.BooleanField(
        label="Their managers agree that they go",
        help_text="Ask them first: you say so for each of them.",
        error_messages={"required": "Tick that their managers agree, or ask them first"},
    )

    def __init__(self, *args: Any, some_wait: bool, declares: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not some_wait:
            del self.fields["or_wait"]
        if not declares:
            del self.fields["manager_agrees"]


class ReserveForm(forms.Form):
    places = forms.IntegerField(
        label="How many places?",
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": "Enter how many places",
            "invalid": "Enter a number, like 3",
            "min_value": "Enter 1 or more",
        },
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class ColleagueForm(PersonRow):
    """One person of the agency: picked from those known, or typed."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Choose somebody from the list, or type a name"},
    )
    manager_email = forms.EmailField(
        label="Their manager’s email address",
        max_length=254,
        help_text="We write here if they have no email address, and ask here where a manager must agree and we "
        "know none.",
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "email"}),
        error_messages={
            "required": "Enter an email address where messages can go",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )
    manager_agrees = forms.BooleanField(
        label="Their manager agrees that they go",
        error_messages={"required": "Tick that their manager agrees, or ask them first"},
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agency: Agency, declares: bool, **kwargs: Any) -> None:
        super().__init__(*args, roles=role_groups(), **kwargs)
        self.fields["person"].queryset = people_of_agency(agency)  # type: ignore[attr-defined]  # a ModelChoiceField
        if not declares:
            del self.fields["manager_agrees"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("person") is None and "person" not in self.errors and self.is_blank:
            self.add_error("full_name", "Choose somebody from the list, or enter a name")
        return cleaned

    @property
    def named(self) -> Named:
        person = self.cleaned_data["person"]
        return Named(person=person) if person is not None else super().named


class ReasonForm(forms.Form):
    """Why something is changed; kept in the history."""

    why = forms.CharField(
        label="Why? (optional)",
        max_length=300,
        required=False,
        help_text="The training team and the person can read this.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "The reason must be 300 characters or fewer"},
    )
