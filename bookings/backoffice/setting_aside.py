"""Reasons against a booking that staff may set aside, each with a tick, and one reason of their own."""

from collections.abc import Iterable
from typing import Any

from django import forms

from bookings.rules import Refusal, may_be_set_aside

ASK_NO_MANAGER = Refusal("manager", "A manager must agree before the place is confirmed.")


class SetAsideForm(forms.Form):
    """A mixin: `offer` says what speaks against it; what is ticked is set aside, and says why."""

    despite = forms.MultipleChoiceField(
        label="Set aside, because \u2026",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what you set aside for this person. The history keeps it, with your reason.",
    )
    why = forms.CharField(
        label="Reason",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept in the history of the booking. Needed if you set anything aside.",
    )

    def offer(self, reasons: Iterable[Refusal]) -> None:
        """Adds to what can be ticked; without anything to tick there is nothing to ask."""
        field: Any = self.fields["despite"]
        known = dict(field.choices)
        known.update({r.code: r.message for r in reasons if may_be_set_aside(r)})
        field.choices = list(known.items())
        field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        if not known:
            field.widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("despite") and not cleaned.get("why"):
            self.add_error("why", "Enter why you set this aside")
        return cleaned

    def set_aside(self) -> dict[str, Any]:
        """`despite` and `why`, as actions take them; the history says what was set aside."""
        codes, why = self.cleaned_data["despite"], self.cleaned_data["why"]
        if not codes:
            return {"despite": (), "why": why}
        labels = dict(self.fields["despite"].choices)  # type: ignore[attr-defined]  # a MultipleChoiceField
        words = " ".join(labels[code] for code in codes)
        return {"despite": tuple(codes), "why": f"Set aside: {words} Because: {why}"}

    def refuse(self, reasons: Iterable[Refusal]) -> None:
        """Says each reason, and offers to set aside what can be."""
        reasons = list(reasons)
        self.offer(reasons)
        for reason in reasons:
            self.add_error(None, f"{reason.message} {reason.remedy}".strip())
