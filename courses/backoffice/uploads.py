"""The pages of an uploaded file of any kind: upload, columns, preview, problems. Each is its owner's alone."""

import csv
import io
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages

from courses.choices import ImportState
from courses.imports import read
from courses.imports.columns import Fields
from courses.imports.problems import NO_ROWS, FileRefused, Problem, Severity, grouped
from courses.imports.uploads import Uploads
from courses.models.imports import Upload
from people.backoffice.base import FORMULA_STARTS
from people.backoffice.pages import StaffFormPage, StaffPage

from .import_forms import ColumnsForm, UploadForm

MOST_GROUPS = 100
MOST_PROBLEMS = 5_000
SAMPLE_ROWS = 20
SAMPLE_LENGTH = 40
DOORS = ("start", "columns", "preview", "problems")


@dataclass(frozen=True)
class UploadRoom:
    """One kind of upload: what becomes of its files, its fields, and how its addresses are named."""

    uploads: Uploads
    fields: Fields
    prefix: str
    like_headings: read.LikeHeadings | None = None

    @property
    def names(self) -> dict[str, str]:
        """The address of each page by name, for templates."""
        return {door: self.name(door) for door in DOORS}

    def name(self, door: str) -> str:
        return self.prefix if door == "start" else f"{self.prefix}_{door}"

    def to(self, door: str, upload: Upload) -> HttpResponse:
        return redirect(self.name(door), key=upload.key)


class UploadPage(StaffFormPage):
    """The first step, with the uploads of the last day to go on with."""

    room: UploadRoom
    form_class: type[UploadForm] = UploadForm
    permission_required = "add"
    header_icon = "upload"
    submit_label = "Upload and choose columns"
    template_name = "backoffice/imports/upload.html"

    def make_form(self, data: Any = None) -> UploadForm:
        return self.form_class(data, self.request.FILES or None, user=self.user)

    def save(self, form: Any) -> HttpResponse:
        file = form.cleaned_data["file"]
        upload = self.room.uploads.keep(
            file.read(), file_name=file.name, board=form.cleaned_data["board"], owner=self.user
        )
        return self.room.to("columns", upload)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "names": self.room.names,
            "uploads": own_uploads(self.room, self.user)[:10],
        }


def own_uploads(room: UploadRoom, user: Any) -> Any:
    """The user's uploads that have not expired; content is not read."""
    uploads = room.uploads.model._default_manager
    return uploads.filter(owner=user, expires_at__gt=timezone.now()).defer("content")


class KeptPage(StaffPage):
    """A page of one upload."""

    room: UploadRoom

    @cached_property
    def upload(self) -> Any:
        """The upload named in the address: the user's own, of a board they still run, not expired."""
        key: uuid.UUID = self.kwargs["key"]
        rows = self.room.uploads.model._default_manager.filter(
            key=key, owner=self.user, expires_at__gt=timezone.now()
        ).select_related("board")
        return self.row_or_404(rows.values_list("pk", flat=True).first() or 0, rows)


class ColumnsPage(KeptPage, StaffFormPage):
    form_class: type[ColumnsForm]
    page_title = "Choose the columns"
    header_icon = "upload"
    submit_label = "Check the file"
    template_name = "backoffice/imports/columns.html"

    @cached_property
    def sample(self) -> tuple[tuple[str, ...], list[tuple[str, ...]], str]:
        """Headings, first rows, and why the file could not be read (if so)."""
        file = io.BytesIO(self.upload.content)
        headings: tuple[str, ...] = ()
        rows: list[tuple[str, ...]] = []
        try:
            with read.open_table(
                file,
                encoding=self.upload.encoding,
                sheet=self.upload.sheet,
                like_headings=self.room.like_headings,
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
            return self.room.to("preview", self.upload)
        return super().dispatch(request, *args, **kwargs)

    def make_form(self, data: Any = None) -> ColumnsForm:
        headings, rows, _ = self.sample
        first = [
            next((row[index] for row in rows if row[index]), "")[:SAMPLE_LENGTH]
            for index in range(len(headings))
        ]
        chosen = self.upload.columns or self.room.fields.guess(headings).as_names()
        kept = (*self.form_class.options, "encoding", "sheet")
        initial = {**chosen, **{name: getattr(self.upload, name) for name in kept}}
        return self.form_class(
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
        self.room.uploads.start_check(
            self.upload,
            columns=form.columns(),
            encoding=typed.get("encoding", ""),
            sheet=typed.get("sheet", ""),
            **{name: typed[name] for name in self.form_class.options},
        )
        self.upload.refresh_from_db(fields=["state"])
        is_refused = self.upload.state == ImportState.UPLOADED
        return self.room.to("columns" if is_refused else "preview", self.upload)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Another encoding or sheet has other headings, so that choice alone shows the page anew."""
        if "reread" in request.POST:
            self.room.uploads.read_as(
                self.upload,
                encoding=request.POST.get("encoding", ""),
                sheet=request.POST.get("sheet", ""),
            )
            return self.room.to("columns", self.upload)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        headings, rows, refusal = self.sample
        return {
            **super().get_context_data(**kwargs),
            "upload": self.upload,
            "names": self.room.names,
            "headings": headings,
            "rows": rows[:3],
            "refusal": refusal or self.upload.refusal,
        }


class PreviewPage(KeptPage):
    """What an import would do; while it runs, how far it is; afterwards, what it did."""

    page_title = "Check before importing"
    header_icon = "upload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.upload.state == ImportState.UPLOADED:
            return self.room.to("columns", self.upload)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_checked = self.upload.state == ImportState.CHECKED
        if is_checked and self.room.uploads.start_write(self.upload):
            self.upload.refresh_from_db(fields=["state"])
            if self.upload.state == ImportState.DONE:
                messages.success(request, f"{self.upload.file_name} was imported.")
        return self.room.to("preview", self.upload)

    def summary(self, counts: dict[str, int], *, done: bool) -> list[str]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upload = self.upload
        context = {
            **super().get_context_data(**kwargs),
            "upload": upload,
            "names": self.room.names,
            "is_done": upload.state == ImportState.DONE,
            "is_running": upload.is_running,
        }
        if upload.state not in (ImportState.CHECKED, ImportState.DONE):
            return context
        groups = grouped(Problem(**each) for each in upload.report["problems"])
        errors = [each for each in groups if each.severity == Severity.ERROR]
        notes = [each for each in groups if each.severity == Severity.NOTE]
        return {
            **context,
            "report": upload.report,
            "summary": self.summary(upload.report["counts"], done=context["is_done"]),
            "errors": errors[:MOST_GROUPS],
            "notes": notes[:MOST_GROUPS],
            "has_more": max(len(errors), len(notes)) > MOST_GROUPS,
        }


class ProblemsFile(KeptPage):
    """Errors and notes as CSV, one line for each cell."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = self.upload.report
        if not report:
            raise Http404
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="import-problems.csv"'
        response.write("\ufeff")
        rows = csv.writer(response)
        columns = ("severity", "row", "column", "value", "message")
        rows.writerow(columns)
        for each in report["problems"]:
            rows.writerow([_harmless(each[name]) for name in columns])
        left = report["counts"]["errors"] + report["counts"]["notes"] - MOST_PROBLEMS
        if left > 0:
            rows.writerow(["", "", "", "", f"{left} more are not listed"])
        return response


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would run as a formula is quoted."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def upload_urls(
    room: UploadRoom,
    at: str,
    start: type[UploadPage],
    columns: type[ColumnsPage],
    preview: type[PreviewPage],
    problems: type[ProblemsFile],
) -> list[URLPattern]:
    """The addresses of one kind of upload, below `at`."""
    names = room.names
    return [
        path(f"{at}/", start.as_view(), name=names["start"]),
        path(f"{at}/<uuid:key>/columns/", columns.as_view(), name=names["columns"]),
        path(f"{at}/<uuid:key>/", preview.as_view(), name=names["preview"]),
        path(f"{at}/<uuid:key>/problems.csv", problems.as_view(), name=names["problems"]),
    ]
