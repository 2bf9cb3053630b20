"""A board's own numbers."""

from typing import Any

from django import forms
from django.http import HttpResponse

from evaluations import actions
from evaluations.models import EvaluationSetting
from evaluations.queries import setting_of
from people.backoffice.pages import StaffFormPage

from .pages import EvaluationPage

FEWEST, LONGEST = 5, 366


class SettingForm(forms.ModelForm):
    hidden_under = forms.IntegerField(
        label="Hide results of fewer people than",
        min_value=FEWEST,
        max_value=100,
        help_text="At least 5. Nobody sees them, staff neither.",
    )
    key_days = forms.IntegerField(
        label="Destroy the key so many days after the last form has closed",
        max_value=LONGEST,
        min_value=0,
        help_text="Until then answers are linked by a code. For events whose forms open from now on.",
    )
    headline_pairs = forms.IntegerField(
        label="Pairs of answers that a headline needs", min_value=FEWEST, max_value=1000
    )

    class Meta:
        model = EvaluationSetting
        fields = ["hidden_under", "key_days", "headline_pairs", "is_public"]
        labels = {"is_public": "Show the headline of each course on its public page"}


class SettingPage(StaffFormPage, EvaluationPage):
    model = EvaluationSetting
    permission_required = "change"
    page_title = "Limits"

    def make_form(self, data: Any = None) -> SettingForm:
        return SettingForm(data, instance=setting_of(self.board.pk))

    def save(self, form: SettingForm) -> HttpResponse:
        actions.set_limits(self.board, form.cleaned_data, actor=self.user)
        return self.back_to("office_evaluation", self.board.pk, success="The limits are kept.")
