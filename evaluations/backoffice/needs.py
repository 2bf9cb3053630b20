"""Learning needs: writing them down, linking them to objectives, and closing them on evidence."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail.admin.ui.menus import MenuItem

from courses.models import CourseObjective
from evaluations import actions
from evaluations.models import Evidence, LearningNeed
from evaluations.rules import NotNow
from people.backoffice.base import BoardViewSet, ScopedIndexView
from people.backoffice.forms import BoardModelForm
from people.backoffice.pages import StaffFormPage


class NeedForm(BoardModelForm):
    objectives = forms.ModelMultipleChoiceField(
        CourseObjective.objects.all(),
        required=False,
        label="Objectives that answer it",
        help_text="Of any course of the board: evaluation then shows what came of each.",
        widget=forms.CheckboxSelectMultiple,
    )
    shared_fields = ("objectives", "owner_agency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["objectives"]
        own = CourseObjective.objects.filter(
            course__board__in=self.fields["board"].queryset
        ).select_related("course")
        field.queryset = own.order_by("course__title", "position")
        field.label_from_instance = lambda o: f"{o.course}: {o.text}"
        if self.instance.pk:
            answers = self.instance.answers.values_list("objective", flat=True)
            self.initial["objectives"] = list(answers)

    def save(self, commit: bool = True) -> LearningNeed:
        need = super().save(commit=commit)
        actions.answer_need(need, list(self.cleaned_data["objectives"]), actor=self.for_user)
        return need


class EvidenceForm(forms.Form):
    seen_on = forms.DateField(
        label="When it was seen", widget=forms.DateInput(attrs={"type": "date"})
    )
    source = forms.CharField(label="Which audit, visit or count", max_length=200)
    words = forms.CharField(
        label="What it shows",
        help_text="It may show nothing, or that things are worse: write that down as well.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    numerator = forms.IntegerField(label="How many (if it is a count)", min_value=0, required=False)
    denominator = forms.IntegerField(label="Of how many", min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        part, whole = given.get("numerator"), given.get("denominator")
        if (part is None) != (whole is None):
            self.add_error("denominator", "Give both numbers, or neither.")
        elif part is not None and whole is not None and part > whole:
            self.add_error("numerator", "This is more than all there are.")
        return given


class NeedPage(StaffFormPage):
    """A page about one need of the officer's boards."""

    model = LearningNeed
    index_url_name = "office_learning_needs:index"

    @property
    def need(self) -> LearningNeed:
        return self.row_or_404(self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.need)

    def done(self) -> HttpResponse:
        return self.back_to("office_learning_needs:edit", self.kwargs["pk"], success="Done.")


class EvidencePage(NeedPage):
    page_title = "What was seen afterwards"
    submit_label = "Add it"

    def make_form(self, data: Any = None) -> EvidenceForm:
        return EvidenceForm(data, initial={"seen_on": timezone.localdate()})

    def save(self, form: EvidenceForm) -> HttpResponse:
        actions.add_evidence(self.need, actor=self.user, **form.cleaned_data)
        return self.done()


class ClosingForm(forms.Form):
    evidence = forms.ModelChoiceField(
        Evidence.objects.none(),
        label="On what evidence",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "A need closes on evidence: add what was seen first."},
    )
    words = forms.CharField(
        label="What has come of it", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ClosePage(NeedPage):
    """Closes a need on evidence, or opens it again."""

    submit_label = "Close it"

    def get_page_title(self) -> str:
        return "Close a learning need" if self.need.closed_on is None else "Open it again"

    def make_form(self, data: Any = None) -> forms.Form:
        need = self.need
        if need.closed_on is not None:
            self.submit_label = "Open it again"
            form = forms.Form(data)
            form.fields["why"] = forms.CharField(label="Why", max_length=300)
            return form
        closing = ClosingForm(data)
        closing.fields["evidence"].queryset = need.evidence.all()  # type: ignore[attr-defined]
        return closing

    def save(self, form: Any) -> HttpResponse | None:
        given = form.cleaned_data
        try:
            if "why" in given:
                actions.reopen_need(self.need.pk, why=given["why"], actor=self.user)
            else:
                actions.close_need(self.need.pk, actor=self.user, **given)
        except NotNow as why:
            form.add_error(None, str(why))
            return None
        return self.done()


class NeedIndexView(ScopedIndexView):
    def get_list_more_buttons(self, instance: LearningNeed) -> list[MenuItem]:
        close = "Close" if instance.closed_on is None else "Open again"
        links = [
            ("Edit", "office_learning_needs:edit", "edit"),
            ("Add what was seen", "office_learning_needs:evidence", "plus"),
            (close, "office_learning_needs:close", "tick"),
        ]
        return [
            MenuItem(label, reverse(name, args=[instance.pk]), icon_name=icon, priority=order)
            for order, (label, name, icon) in enumerate(links)
        ]


class NeedViewSet(BoardViewSet):
    model = LearningNeed
    index_view_class = NeedIndexView
    name = "learning-needs"
    icon = "help"
    menu_label = "Learning needs"
    menu_order = 60
    form_base_class = NeedForm
    form_fields = [
        "board",
        "source",
        "reference",
        "finding",
        "found_on",
        "owner",
        "owner_agency",
    ]
    list_display = ["reference", "source", "found_on", "owner", "closed_on", "board"]
    list_filter = ["source"]
    search_fields = ["reference", "finding", "owner"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/evidence/", EvidencePage.as_view(model=LearningNeed), name="evidence"),
            path("<int:pk>/close/", ClosePage.as_view(model=LearningNeed), name="close"),
        ]
