"""A day as people type it, in every form that asks for one."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

FIRST_YEAR, LAST_YEAR = 1989, 2100
"""From the Children Act on."""

FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]


def check_year(value: dt.date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(f"Use a year between {FIRST_YEAR} and {LAST_YEAR}.", code="year")


def date_field(label: str, *, example: str, required: bool = False) -> forms.DateField:
    """A text field that reads a day in any usual way of writing it."""
    return forms.DateField(
        label=label,
        required=required,
        input_formats=FORMATS,
        validators=[check_year],
        help_text=f"For example, {example}",
        error_messages={
            "year": f"{label}: use a year between {FIRST_YEAR} and {LAST_YEAR}.",
            "invalid": f"{label} must be a real date, like {example}.",
            "required": f"Enter the {label.lower()}, like {example}.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
