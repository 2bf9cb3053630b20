"""Forms of the people floor."""

from typing import Any

from django import forms
from django.http import HttpRequest


class SignUpForm(forms.Form):
    """What signing up asks beside the e-mail address."""

    full_name = forms.CharField(
        label="Full name",
        max_length=200,
        help_text="As it should stand on the register and on your certificate.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )

    def signup(self, request: HttpRequest, user: Any) -> None:
        """allauth's hook after saving; the adapter has stored the name already."""
