"""Importing a calendar: upload, columns, preview, import. Each upload is its owner's alone."""

import csv
import io
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages

from courses.choices import ImportState
from courses.imports import mapping, read, upload_actions
from courses.imports.problems import NO_ROWS, FileRefused, Problem, Severity, grouped
from courses.imports.report import MOST_LISTED, MOST_PROBLEMS, summary_lines
from courses.models import CalendarImport
from people.backoffice.base import FORMULA_STARTS
from people.backoffice.menu import StaffMenuItem
from people.backoffice.pages import StaffFormPage, StaffPage

from .import_forms import ColumnsForm, UploadForm

MOST_GROUPS = 100
SAMPLE_ROWS = 20
SAMPLE_LENGTH = 40


class UploadPage(StaffFormPage):
    """The first step, with the uploads of the last day to go on with."""

    model = CalendarImport
    permission_required = "add"
    page_title = "Import a calendar"
    header_icon = "upload"
    submit_label = "Upload and choose columns"
    template_name = "backoffice/imports/upload.html"

    def make_form(self, data: Any = None) -> UploadForm:
        return UploadForm(data, self.request.FILES or None, user=self.user)

    def save(self, form: Any) -> HttpResponse:
        file = form.cleaned_data["file"]
        upload = upload_actions.keep_upload(
            file.read(), file_name=file.name, board=form.cleaned_data["board"], owner=self.user
        )
        return redirect("office_import_columns", key=upload.key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "uploads": own_uploads(self.user)[:10]}


def own_uploads(user: Any) -> Any:
    """The user's uploads that have not expired; content is not read."""
    return CalendarImport.objects.filter(owner=user, expires_at__gt=timezone.now()).defer("content")


class ColumnsPage(StaffFormPage):
    model = CalendarImport
    page_title = "Choose the columns"
    header_icon = "upload"
    submit_label = "Check the file"
    template_name = "backoffice/imports/columns.html"

    @cached_property
    def upload(self) -> CalendarImport:
        return upload_or_404(self)

    @cached_property
    def sample(self) -> tuple[tuple[str, ...], list[tuple[str, ...]], str]:
        """Headings, first rows, and why the file could not be read (if so)."""
        file = io.BytesIO(self.upload.content)
        headings: tuple[str, ...] = ()
        rows: list[tuple[str, ...]] = []
        try:
            with read.open_table(
                file, encoding=self.upload.encoding, sheet=self.upload.sheet
            ) as table:
                headings = table.headings
                for row in table.rows:
                    rows.append(row.cells)
                    if len(rows) == SAMPLE_ROWS:
                        break
        except FileRefused as refused:
            return headings, rows, str(refused)
        return headings, rows, "" if rows else NO_ROWS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and self.upload.state == ImportState.DONE:
            return redirect("office_import_preview", key=self.upload.key)
        return super().dispatch(request, *args, **kwargs)

    def make_form(self, data: Any = None) -> ColumnsForm:
        headings, rows, _ = self.sample
        first = [
            next((row[index] for row in rows if row[index]), "")[:SAMPLE_LENGTH]
            for index in range(len(headings))
        ]
        chosen = self.upload.columns or mapping.guess(headings).as_names()
        initial = {
            **chosen,
            "only_board": self.upload.only_board,
            "replace": self.upload.replace,
            "encoding": self.upload.encoding,
            "sheet": self.upload.sheet,
        }
        return ColumnsForm(
            data, headings=headings, samples=first, sheets=self.sheets, initial=initial
        )

    @property
    def sheets(self) -> list[str]:
        try:
            return read.sheet_names(io.BytesIO(self.upload.content))
        except FileRefused:
            return []

    def save(self, form: Any) -> HttpResponse:
        typed = form.cleaned_data
        upload_actions.start_check(
            self.upload,
            columns=form.columns(),
            encoding=typed.get("encoding", ""),
            sheet=typed.get("sheet", ""),
            only_board=typed["only_board"],
            replace=typed["replace"],
        )
        self.upload.refresh_from_db(fields=["state"])
        if self.upload.state == ImportState.UPLOADED:
            return redirect("office_import_columns", key=self.upload.key)
        return redirect("office_import_preview", key=self.upload.key)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Another encoding or sheet has other headings, so that choice alone shows the page anew."""
        if "reread" in request.POST:
            upload_actions.read_as(
                self.upload,
                encoding=request.POST.get("encoding", ""),
                sheet=request.POST.get("sheet", ""),
            )
            return redirect("office_import_columns", key=self.upload.key)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        headings, rows, refusal = self.sample
        return {
            **super().get_context_data(**kwargs),
            "upload": self.upload,
            "headings": headings,
            "rows": rows[:3],
            "refusal": refusal or self.upload.refusal,
        }


class PreviewPage(StaffPage):
    """What an import would do; while it runs, how far it is; afterwards, what it did."""

    model = CalendarImport
    page_title = "Check before importing"
    header_icon = "upload"
    template_name = "backoffice/imports/preview.html"

    @cached_property
    def upload(self) -> CalendarImport:
        return upload_or_404(self)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.upload.state == ImportState.UPLOADED:
            return redirect("office_import_columns", key=self.upload.key)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.upload.state == ImportState.CHECKED and upload_actions.start_write(self.upload):
            self.upload.refresh_from_db(fields=["state"])
            if self.upload.state == ImportState.DONE:
                messages.success(request, f"{self.upload.file_name} was imported.")
        return redirect("office_import_preview", key=self.upload.key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upload = self.upload
        context = {
            **super().get_context_data(**kwargs),
            "upload": upload,
            "is_done": upload.state == ImportState.DONE,
            "is_running": upload.state in (ImportState.CHECKING, ImportState.WRITING),
        }
        if upload.state not in (ImportState.CHECKED, ImportState.DONE):
            return context
        problems = [Problem(**each) for each in upload.report["problems"]]
        groups = grouped(problems)
        errors = [each for each in groups if each.severity == Severity.ERROR]
        notes = [each for each in groups if each.severity == Severity.NOTE]
        return {
            **context,
            "report": upload.report,
            "summary": summary_lines(upload.report["counts"], done=context["is_done"]),
            "errors": errors[:MOST_GROUPS],
            "notes": notes[:MOST_GROUPS],
            "has_more": max(len(errors), len(notes)) > MOST_GROUPS,
            "most_listed": MOST_LISTED,
        }


class ProblemsFile(StaffPage):
    """Errors and notes as CSV, one line for each cell."""

    model = CalendarImport

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = upload_or_404(self)
        if not upload.report:
            raise Http404
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="import-problems.csv"'
        response.write("\ufeff")
        rows = csv.writer(response)
        rows.writerow(["severity", "row", "column", "value", "message"])
        for each in upload.report["problems"]:
            cells = [each[name] for name in ("severity", "row", "column", "value", "message")]
            rows.writerow([_harmless(cell) for cell in cells])
        left = upload.report["counts"]["errors"] + upload.report["counts"]["notes"] - MOST_PROBLEMS
        if left > 0:
            rows.writerow(["", "", "", "", f"{left} more are not listed"])
        return response


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would run as a formula is quoted."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def upload_or_404(page: StaffPage) -> CalendarImport:
    """The upload named in the address: the user's own, of a board they still run, not expired."""
    key: uuid.UUID = page.kwargs["key"]
    rows = CalendarImport.objects.filter(
        key=key, owner=page.user, expires_at__gt=timezone.now()
    ).select_related("board")
    found: CalendarImport = page.row_or_404(rows.values_list("pk", flat=True).first() or 0, rows)
    return found


def import_urls() -> list[URLPattern]:
    return [
        path("import/", UploadPage.as_view(), name="office_import"),
        path("import/<uuid:key>/columns/", ColumnsPage.as_view(), name="office_import_columns"),
        path("import/<uuid:key>/", PreviewPage.as_view(), name="office_import_preview"),
        path(
            "import/<uuid:key>/problems.csv", ProblemsFile.as_view(), name="office_import_problems"
        ),
    ]


def import_menu_item() -> StaffMenuItem:
    return StaffMenuItem("Import", reverse("office_import"), icon_name="upload", order=70)
