"""Keeping a report under a name."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from .choices import Span


class SaveForm(forms.Form):
    """What to call a report, which days it is about later, whether its link is mailed.

    `spans` are those it may be about; `others` the names its owner has given to other reports. `refusal` says why it
    cannot be kept, `trouble` why its link cannot be mailed.
    """

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
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose which days it should show.",
            "invalid_choice": "Choose the days from the list: others cannot be read with small numbers hidden.",
        },
    )
    is_mailed = forms.BooleanField(
        label="Email me a link to it each quarter",
        required=False,
        help_text="A week after the quarter ends. The figures are not in the email.",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        spans: Sequence[Span],
        initial: Mapping[str, Any],
        others: Collection[str] = (),
        refusal: str = "",
        trouble: str = "",
    ) -> None:
        super().__init__(data, auto_id="save-%s", initial=dict(initial))
        self.others, self.refusal, self.trouble = others, refusal, trouble
        choices = [(span.value, span.label) for span in spans]
        self.fields["span"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.refusal:
            self.add_error(None, f"This cannot be saved. {self.refusal}")
        return super().clean() or {}

    def clean_is_mailed(self) -> bool:
        is_mailed: bool = self.cleaned_data["is_mailed"]
        if is_mailed and self.trouble:
            raise forms.ValidationError(f"The link cannot be emailed. {self.trouble}")
        return is_mailed

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name in self.others:
            raise forms.ValidationError(
                "Another of your saved reports has this name. Choose a different one."
            )
        return name
