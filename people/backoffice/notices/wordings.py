"""What a board's notices say: the list of kinds, and the editor of one with its versions."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from notices import actions, wording
from notices.actions.settings import WordingRefused
from notices.actions.trying import TestNotSent
from notices.choices import Audience
from notices.kinds import all_kinds
from notices.models import Wording
from notices.queries import choices_of, kinds_in_own_words, latest_wording, words_of
from people.backoffice.pages import StaffPage
from people.backoffice.scope import rows_for
from people.models import Board

from .boards import BoardPage, KindFormPage
from .doing import WordsForm
from .sentences import when_sent

SHOWN_VERSIONS = 50
LISTED = ("delegate", "manager", "agency_lead", "trainer", "officer")


class FirstBoardPage(StaffPage):
    """Leads to the list of the first of one's boards."""

    model = Wording
    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        board = get_object_or_404(rows_for(self.user, Board.objects.all())[:1])
        return redirect("office_words_of", board.pk)


class KindsPage(BoardPage):
    """Every kind of notice by whom it is for: when it is sent, whether, and in whose words."""

    template_name = "backoffice/notices/kinds.html"
    page_title = "Words and times"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = sorted(all_kinds(), key=lambda kind: LISTED.index(kind.audience))
        choices = choices_of(self.board.pk, kinds)
        own = kinds_in_own_words(self.board.pk)
        rows = [
            (
                kind,
                choices[kind.code],
                when_sent(kind, choices[kind.code].offset),
                kind.code in own,
            )
            for kind in kinds
        ]
        groups = groupby(rows, key=lambda row: row[0].audience)
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "boards": self.boards,
            "groups": [(Audience(who).label, list(rows)) for who, rows in groups],
        }


class WordsPage(KindFormPage):
    """The words of one kind: save a version, look at it, or send oneself a test of what is typed."""

    template_name = "backoffice/notices/words.html"
    page_title = "Words"
    submit_label = "Save these words"

    def make_form(self, data: Any = None) -> WordsForm:
        subject, body = words_of(self.board.pk, self.kind)
        return WordsForm(data, initial={"subject": subject, "body": body})

    @cached_property
    def values(self) -> tuple[Mapping[str, str], bool]:
        """A value for each placeholder, and whether they are a real row's."""
        facts = self.kind.sample(self.board.pk)
        if facts is not None:
            return facts.values, True
        return {each.name: each.example for each in self.kind.placeholders}, False

    def save(self, form: WordsForm) -> HttpResponse | None:
        subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
        problems = wording.problems_of(self.kind, subject=subject, body=body)
        for field, texts in problems.items():
            for text in texts:
                form.add_error(field, text)
        if problems:
            return None
        if "preview" in self.request.POST:
            return self.show(form)
        if "test" in self.request.POST:
            return self._test(form, (subject, body))
        actions.save_wording(self.board.pk, self.kind, subject=subject, body=body, actor=self.user)
        said = "Saved. What waits and what is written from now on leaves in these words."
        return self.back_to("office_words", self.board.pk, self.kind.code, success=said)

    def _test(self, form: WordsForm, words: tuple[str, str]) -> HttpResponse | None:
        try:
            actions.send_test(self.board, words, self.values[0], to_email=self.user.email)
        except TestNotSent as why:
            form.add_error(None, f"The test could not be sent: {why} Your words are still here.")
            return None
        text = f"A test is on its way to {self.user.email}. Nothing is saved yet."
        messages.success(self.request, text)
        return self.show(form)

    def _preview(self, form: WordsForm) -> wording.Rendered | None:
        words = words_of(self.board.pk, self.kind)
        if form.is_bound:
            if not form.is_valid():
                return None
            words = (form.cleaned_data["subject"], form.cleaned_data["body"])
        return wording.render(words, self.values[0], board_name=self.board.name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = Wording.objects.filter(board=self.board, kind=self.kind.code)
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "kind": self.kind,
            "said": self._preview(kwargs["form"]),
            "is_real": self.values[1],
            "is_own": latest_wording(self.board.pk, self.kind) is not None,
            "versions": list(versions.select_related("made_by")[:SHOWN_VERSIONS]),
        }


class ResetPage(KindFormPage):
    page_title = "Back to the words Cohort came with"
    submit_label = "Go back to them"
    lead = "Your own versions stay in the history, and you can restore any of them."
    template_name = "backoffice/notices/version.html"

    def make_form(self, data: Any = None) -> Any:
        self.check_address()
        return forms.Form(data)

    def save(self, form: Any) -> HttpResponse:
        actions.reset_wording(self.board.pk, self.kind, actor=self.user)
        said = "The words Cohort came with are in force."
        return self.back_to("office_words", self.board.pk, self.kind.code, success=said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = (self.kind.subject, self.kind.body)
        return {**super().get_context_data(**kwargs), "words": words}


class RestorePage(KindFormPage):
    """An earlier version, to read and to put in force again."""

    page_title = "An earlier version"
    submit_label = "Put it in force again"
    lead = "It becomes the newest version. Those in between stay in the history."
    template_name = "backoffice/notices/version.html"

    @cached_property
    def version(self) -> Wording:
        rows = Wording.objects.filter(board=self.board, kind=self.kind.code, is_default=False)
        version: Wording = self.row_or_404(self.kwargs["version_id"], rows)
        return version

    def make_form(self, data: Any = None) -> Any:
        self.version  # noqa: B018  read for its 404
        return forms.Form(data)

    def save(self, form: Any) -> HttpResponse | None:
        try:
            actions.save_wording(
                self.board.pk,
                self.kind,
                subject=self.version.subject,
                body=self.version.body,
                actor=self.user,
            )
        except WordingRefused as refused:
            form.add_error(None, f"These words cannot be used any more: {refused}")
            return None
        said = "Restored, and in force."
        return self.back_to("office_words", self.board.pk, self.kind.code, success=said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = (self.version.subject, self.version.body)
        return {**super().get_context_data(**kwargs), "words": words}
