"""Loading a history: upload, columns, preview with what is to be decided, load."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property

from bookings.choices import LoadedKind
from bookings.history.fields import PEOPLE
from bookings.history.loads import loads_not_kept, loads_of
from bookings.history.report import summary_lines
from bookings.history.review import Item, write_review
from bookings.history.taking_back import (
    Outlook,
    TakeBackRefused,
    ask_to_take_back,
    outlook_of,
)
from bookings.history.upload_actions import (
    decisions_of,
    history_uploads,
    items_of,
    undecided,
)
from bookings.models import HistoryLoad, HistoryUpload, PublishedFigure
from courses.backoffice import uploads
from courses.choices import ImportState
from people.backoffice.base import BoardViewSet
from people.backoffice.menu import StaffMenuItem
from people.backoffice.pages import StaffFormPage
from people.backoffice.scope import rows_for
from people.models import Board

from .history_forms import (
    DecisionsForm,
    HistoryColumnsForm,
    HistoryUploadForm,
    ReviewFileForm,
    TakeBackForm,
)

ROOM = uploads.UploadRoom(
    history_uploads, PEOPLE, prefix="office_history", like_headings=PEOPLE.recognised
)
MOST_SHOWN = 100
LOADS_SHOWN = 20


class HistoryUploadPage(uploads.UploadPage):
    room = ROOM
    model = HistoryUpload
    form_class = HistoryUploadForm
    page_title = "Load your history"
    lead = (
        "Bring the registers of past years from a spreadsheet, so that reports begin before Cohort did. You "
        "choose the columns, decide what is unclear, see what would be made, and only then load it. Nobody is "
        "written to. Loading the same file again changes nothing, and a load can be taken back."
    )
    template_name = "backoffice/history/upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        boards = list(rows_for(self.user, Board.objects.all()))
        loads = loads_of(boards)[:LOADS_SHOWN]
        return {
            **super().get_context_data(**kwargs),
            "loads": [(load, load.counts.get(LoadedKind.BOOKING, 0)) for load in loads],
            "not_kept": loads_not_kept(boards),
        }


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
        decisions = decisions_of(self.upload)
        return sorted(items_of(self.upload), key=lambda item: bool(decisions.on(item)))

    def decisions_form(self, data: Any = None) -> DecisionsForm:
        return DecisionsForm(
            data,
            items=self.items[:MOST_SHOWN],
            decisions=decisions_of(self.upload),
            board=self.upload.board,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_checked = self.upload.state == ImportState.CHECKED
        if is_checked and "file" in request.POST:
            return self.take_file(request)
        if not is_checked or "decide" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.decisions_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        history_uploads.decide(self.upload, form.decided())
        return self.room.to("preview", self.upload)

    def take_file(self, request: HttpRequest) -> HttpResponse:
        """The review file come back; what it leaves open stays as it was decided on the page."""
        form = ReviewFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(file_form=form))
        history_uploads.decide(self.upload, form.cleaned_data["review"].said)
        return self.room.to("preview", self.upload)

    def summary(self, counts: dict[str, int], *, done: bool) -> list[str]:
        return summary_lines(counts, done=done)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.upload.state == ImportState.CHECKED:
            context.setdefault("form", self.decisions_form())
            context.setdefault("file_form", ReviewFileForm())
            context["undecided"] = undecided(self.upload)
            context["shown"] = len(context["form"].items)
            context["more"] = len(self.items) - context["shown"] + self.upload.report["items_left"]
        return context


class ReviewFile(uploads.KeptPage):
    """What is to be decided as CSV, to be filled in and uploaded again."""

    room = ROOM
    model = HistoryUpload

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.upload.report:
            raise Http404
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="to-decide.csv"'
        response.write("\ufeff")
        write_review(items_of(self.upload), decisions_of(self.upload), response)
        return response


class HistoryProblemsFile(uploads.ProblemsFile):
    room = ROOM
    model = HistoryUpload


class TakeBackPage(StaffFormPage):
    """Says in numbers what goes and what stays, then takes a load back."""

    model = HistoryLoad
    page_title = "Take this load back"
    submit_label = "Take this load back"
    template_name = "backoffice/history/take_back.html"

    @cached_property
    def load(self) -> HistoryLoad:
        loads = HistoryLoad.objects.select_related("board", "loaded_by", "taken_back_by")
        found: HistoryLoad = self.row_or_404(self.kwargs["load_id"], loads)
        return found

    @property
    def is_open(self) -> bool:
        """Whether it can be taken back now: it is not, and nobody is at it."""
        return self.load.taken_back_at is None and not self.load.is_running

    @cached_property
    def outlook(self) -> Outlook:
        return outlook_of(self.load)

    def get_page_subtitle(self) -> str:
        return str(self.load)

    def make_form(self, data: Any = None) -> TakeBackForm:
        return TakeBackForm(data, used=self.outlook.used if self.is_open else 0)

    def save(self, form: TakeBackForm) -> HttpResponse | None:
        typed = form.cleaned_data
        try:
            done = ask_to_take_back(
                self.load,
                why=typed["why"],
                keep_used=typed.get("keep_used", False),
                actor=self.user,
            )
        except TakeBackRefused as refused:
            form.add_error(None, str(refused))
            return None
        if done is None:
            return self.back_to("office_take_history_back", self.load.pk)
        went = ", ".join(done.goes_in_words) or "nothing, because all of it is used"
        return self.back_to("office_history", success=f"Taken back: {went}.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), "load": self.load, "is_open": self.is_open}
        if self.is_open:
            more = self.outlook.used - len(self.outlook.used_in_words)
            context |= {"outlook": self.outlook, "more_used": more}
        return context


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
    steps = (HistoryUploadPage, HistoryColumnsPage, HistoryPreviewPage, HistoryProblemsFile)
    review = path(
        "history/<uuid:key>/to-decide.csv", ReviewFile.as_view(), name="office_history_review"
    )
    take_back = path(
        "history/loads/<int:load_id>/take-back/",
        TakeBackPage.as_view(),
        name="office_take_history_back",
    )
    return [*uploads.upload_urls(ROOM, "history", *steps), review, take_back]


def history_menu_item() -> StaffMenuItem:
    return StaffMenuItem("Load history", reverse("office_history"), icon_name="history", order=71)
