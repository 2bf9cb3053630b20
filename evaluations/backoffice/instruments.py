"""Questionnaires: the bank's and the board's own, their versions, and changing them."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property

from bookings.backoffice.policy_editor import line_of
from bookings.policy.documents import MOST_BYTES, lines_of, read_yaml
from bookings.policy.reading import Problem
from evaluations import actions
from evaluations.forms import SheetForm
from evaluations.instruments.differences import changes
from evaluations.instruments.documents import (
    for_objectives,
    load_questionnaire,
    questionnaire_to_yaml,
    read_questionnaire,
)
from evaluations.models import InstrumentVersion
from people.models import Board

from .pages import EvaluationPage

EXAMPLE = {0: "an objective of the course"}
START = """title: A name
purpose: reaction
intro: What stands above the questions.
items:
  - code: useful
    kind: rating
    text: How useful was this for your work?
    points:
      - {value: 1, words: Not useful}
      - {value: 2}
      - {value: 3, words: Very useful}
"""


def usable_by(board: Board) -> QuerySet[InstrumentVersion]:
    """Every version of the bank and of the board."""
    rows = InstrumentVersion.objects.filter(Q(board=None) | Q(board=board))
    return rows.select_related("made_by")


class InstrumentsPage(EvaluationPage):
    """The latest version of each, the board's own first."""

    page_title = "Questionnaires"
    template_name = "backoffice/evaluation/instruments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest: dict[tuple[bool, str], InstrumentVersion] = {}
        for version in usable_by(self.board).order_by("code", "number"):
            latest[version.board_id is None, version.code] = version
        rows = [latest[key] for key in sorted(latest)]
        return {**super().get_context_data(**kwargs), "board": self.board, "rows": rows}


class VersionPage(EvaluationPage):
    """`version`: the one in the address, of the bank or of the board in the address."""

    @cached_property
    def version(self) -> InstrumentVersion:
        return get_object_or_404(usable_by(self.board), pk=self.kwargs["instrument_id"])


class InstrumentPage(VersionPage):
    """One version: its questions, and what it changed."""

    template_name = "backoffice/evaluation/instrument.html"

    def get_page_title(self) -> str:
        return str(self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version
        same = InstrumentVersion.objects.filter(board=version.board_id, code=version.code)
        versions = list(same.order_by("-number").select_related("made_by"))
        before = next((each for each in versions if each.number < version.number), None)
        questionnaire = load_questionnaire(version.document)
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "version": version,
            "versions": versions,
            "questionnaire": questionnaire,
            "before": before,
            "changes": changes(load_questionnaire(before.document), questionnaire)
            if before
            else [],
        }


class PreviewPage(VersionPage):
    """As people see it, with nothing to send."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        questionnaire = for_objectives(load_questionnaire(self.version.document), EXAMPLE)
        context = {"version": self.version, "form": SheetForm(questionnaire)}
        return render(request, "evaluations/preview.html", context)


class InstrumentFilePage(VersionPage):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = questionnaire_to_yaml(load_questionnaire(self.version.document))
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        name = f"{self.version.code}-{self.version.number}.yaml"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class EditForm(forms.Form):
    """A questionnaire as YAML, typed or from a file; `found`: its problems with their lines."""

    code = forms.SlugField(
        label="Code",
        max_length=40,
        help_text="Plans name it so. The code of one of the bank's puts yours in its place.",
    )
    note = forms.CharField(label="What changed, and why", max_length=300)
    text = forms.CharField(
        label="Questions, as YAML",
        max_length=MOST_BYTES,
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "false", "class": "backoffice-yaml"}
        ),
    )
    file = forms.FileField(label="Or a file", required=False, help_text="Read instead of the text.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: list[tuple[int | None, Problem]] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than a questionnaire can be.")
        content: bytes = file.read() if file else cleaned.get("text", "").encode()
        data, problems = read_yaml(content)
        if problems:
            self.found = [(None, each) for each in problems]
        else:
            reading = read_questionnaire(data)
            lines = lines_of(content) if reading.problems else {}
            self.found = [(line_of(each, lines), each) for each in reading.problems]
            cleaned["questionnaire"] = reading.questionnaire
        if self.found:
            raise forms.ValidationError("Mend what is listed below. Nothing was saved.")
        return cleaned


class EditPage(EvaluationPage):
    """A new version of the board's own, from nothing, from one of the bank, or from an earlier one."""

    model = InstrumentVersion
    permission_required = "add"
    page_title = "New version of a questionnaire"
    template_name = "backoffice/evaluation/edit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("from", "")
        if not (wanted.isdecimal() and len(wanted) < 18):
            return self.show(EditForm(initial={"text": START}))
        version = get_object_or_404(usable_by(self.board), pk=wanted)
        text = questionnaire_to_yaml(load_questionnaire(version.document))
        return self.show(EditForm(initial={"code": version.code, "text": text}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = EditForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        version = actions.publish_instrument(
            form.cleaned_data["questionnaire"],
            board=self.board,
            code=form.cleaned_data["code"],
            note=form.cleaned_data["note"],
            actor=self.user,
        )
        said = f"{version} is published. Runs that are open keep the questions they have."
        return self.back_to("office_instrument", self.board.pk, version.pk, success=said)

    def show(self, form: EditForm) -> HttpResponse:
        context = {"form": form, "board": self.board}
        return self.render_to_response(self.get_context_data(**context))
