"""Loading a history: upload, columns, preview with what is to be decided, load."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property

from bookings.history.fields import PEOPLE
from bookings.history.report import summary_lines
from bookings.history.review import Item, Kind
from bookings.history.upload_actions import decisions_of, history_uploads, undecided
from bookings.models import HistoryUpload, PublishedFigure
from courses.backoffice import uploads
from courses.choices import ImportState
from people.backoffice.base import BoardViewSet
from people.backoffice.menu import StaffMenuItem

from .history_forms import DecisionsForm, HistoryColumnsForm, HistoryUploadForm

ROOM = uploads.UploadRoom(
    history_uploads, PEOPLE, prefix="office_history", like_headings=PEOPLE.recognised
)
MOST_SHOWN = 100


class HistoryUploadPage(uploads.UploadPage):
    room = ROOM
    model = HistoryUpload
    form_class = HistoryUploadForm
    page_title = "Load your history"
    lead = (
        "Bring the registers of past years from a spreadsheet, so that reports begin before Cohort did. You "
        "choose the columns, decide what is unclear, see what would be made, and only then load it. Nobody is "
        "written to. Loading the same file again changes nothing."
    )


class HistoryColumnsPage(uploads.ColumnsPage):
    room = ROOM
    model = HistoryUpload
    form_class = HistoryColumnsForm


class HistoryPreviewPage(uploads.PreviewPage):
    room = ROOM
    model = HistoryUpload
    page_title = "Check before loading"
    template_name = "backoffice/history/preview.html"

    @cached_property
    def items(self) -> list[Item]:
        """What is to be decided, what is open first."""
        found = [
            Item(**{**each, "kind": Kind(each["kind"])}) for each in self.upload.report["items"]
        ]
        decisions = decisions_of(self.upload)
        return sorted(found, key=lambda item: bool(decisions.on(item)))

    def decisions_form(self, data: Any = None) -> DecisionsForm:
        return DecisionsForm(
            data,
            items=self.items[:MOST_SHOWN],
            decisions=decisions_of(self.upload),
            board=self.upload.board,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "decide" not in request.POST or self.upload.state != ImportState.CHECKED:
            return super().post(request, *args, **kwargs)
        form = self.decisions_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        history_uploads.decide(self.upload, form.decided())
        return self.room.to("preview", self.upload)

    def summary(self, counts: dict[str, int], *, done: bool) -> list[str]:
        return summary_lines(counts, done=done)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.upload.state == ImportState.CHECKED:
            context.setdefault("form", self.decisions_form())
            context["undecided"] = undecided(self.upload)
            context["shown"] = len(context["form"].items)
            context["more"] = len(self.items) - context["shown"] + self.upload.report["items_left"]
        return context


class HistoryProblemsFile(uploads.ProblemsFile):
    room = ROOM
    model = HistoryUpload


class PublishedFigureViewSet(BoardViewSet):
    """Totals of years without registers, typed in from an old report or loaded by `import_attendance`."""

    model = PublishedFigure
    name = "published-figures"
    icon = "history"
    menu_label = "Published figures"
    menu_order = 72
    form_fields = [
        "board", "measure", "starts_on", "ends_on", "label", "agency", "sector", "value", "kind", "source", "note",
    ]  # fmt: skip
    list_display = ["measure", "starts_on", "ends_on", "label", "value", "kind", "board"]
    list_filter = ["measure", "starts_on"]
    list_export = ["measure", "starts_on", "ends_on", "label", "value", "kind", "source", "note"]
    search_fields = ["label", "source"]


def history_urls() -> list[URLPattern]:
    return uploads.upload_urls(
        ROOM,
        "history",
        HistoryUploadPage,
        HistoryColumnsPage,
        HistoryPreviewPage,
        HistoryProblemsFile,
    )


def history_menu_item() -> StaffMenuItem:
    return StaffMenuItem("Load history", reverse("office_history"), icon_name="history", order=71)
