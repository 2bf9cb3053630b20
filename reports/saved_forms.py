"""Keeping a report under a name."""

from django import forms
from django.http import QueryDict

from .choices import Span


class SaveForm(forms.Form):
    """What to call a report, which days it is about later, whether its link is mailed."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        help_text="For example, Attendance for the sub-group",
        error_messages={
            "required": "Enter a name for this report.",
            "max_length": "The name must be 80 characters or fewer.",
        },
    )
    span = forms.ChoiceField(
        label="Which days should it show when you open it?",
        choices=Span.choices,
        initial=Span.LAST_QUARTER,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which days it should show."},
    )
    is_mailed = forms.BooleanField(
        label="Email me a link to it each quarter",
        required=False,
        help_text="A week after the quarter ends. The figures are not in the email.",
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="save-%s")
