"""Importing a calendar: upload, columns, preview, import."""

from typing import Any

from django.urls import URLPattern, reverse

from courses.imports.mapping import CALENDAR
from courses.imports.report import MOST_LISTED, summary_lines
from courses.imports.upload_actions import calendar_uploads
from courses.models import CalendarImport
from people.backoffice.menu import StaffMenuItem

from . import uploads
from .import_forms import CalendarColumnsForm

ROOM = uploads.UploadRoom(calendar_uploads, CALENDAR, prefix="office_import")


class UploadPage(uploads.UploadPage):
    room = ROOM
    model = CalendarImport
    page_title = "Import a calendar"
    lead = (
        "Bring a calendar or course list from a spreadsheet. You choose the columns, see what would be made, "
        "and only then import it. Importing the same file again changes nothing."
    )


class ColumnsPage(uploads.ColumnsPage):
    room = ROOM
    model = CalendarImport
    form_class = CalendarColumnsForm


class PreviewPage(uploads.PreviewPage):
    room = ROOM
    model = CalendarImport
    template_name = "backoffice/imports/preview.html"

    def summary(self, counts: dict[str, int], *, done: bool) -> list[str]:
        return summary_lines(counts, done=done)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "most_listed": MOST_LISTED}


class ProblemsFile(uploads.ProblemsFile):
    room = ROOM
    model = CalendarImport


def import_urls() -> list[URLPattern]:
    return uploads.upload_urls(ROOM, "import", UploadPage, ColumnsPage, PreviewPage, ProblemsFile)


def import_menu_item() -> StaffMenuItem:
    return StaffMenuItem("Import", reverse("office_import"), icon_name="upload", order=70)
