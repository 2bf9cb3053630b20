"""Reports on the public site, for those who may read this board's figures."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from people.access import board_staff, report_readers, requires
from people.permissions import may_run_board
from reports.attendance.forms import AttendanceForm
from reports.attendance.people import people_counted
from reports.attendance.population import first_day_of_reports
from reports.documents import Column, Document, Row
from reports.forms import NoFigures, PeriodForm
from reports.kinds import KINDS, ReportKind
from reports.measures.attendance import BOOKING_COUNTS, COUNTS
from reports.periods import NamedPeriod, split
from reports.writers.files import FILES
from reports.writers.page import Links, headline_of, shown_parts

from .asking import address_of, form_of, kind_or_404

PEOPLE_A_PAGE = 50


@requires(report_readers)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be read."""
    return render(request, "reports/index.html", {"kinds": KINDS.values()})


@requires(report_readers)
@require_safe
def report(request: HttpRequest, kind: str) -> HttpResponse:
    """One report over a period. A wrong filter shows no figures."""
    asked = kind_or_404(kind)
    form = form_of(request, asked)
    recent, earlier = (
        _offers(form, asked, named)
        for named in split(form.presets(first_day_of_reports(form.board)))
    )
    context: dict[str, Any] = {
        "kind": asked,
        "form": form,
        "document": None,
        "refused": None,
        "chips": _chips(form, asked) if form.is_valid() else [],
        "presets": recent,
        "earlier": earlier,
        "is_earlier": any(preset["current"] for preset in earlier),
    }
    if form.is_valid():
        try:
            document = form.document()
        except NoFigures as refused:
            context |= {"refused": refused, "offers": _offers(form, asked, refused.offers)}
        else:
            links = _links(request, asked, form, document)
            context |= {"document": document, "parts": shown_parts(document, links)}
            context |= {"headline": headline_of(document)}
            context |= {"downloads": _downloads(form, asked)}
            context |= {"tables": _tables(form, asked, document)}
        context["save_url"] = f"{reverse('reports:new_saved', args=[asked.key])}?{form.query()}"
    return render(request, "reports/report.html", context)


@requires(report_readers)
@require_safe
def download(request: HttpRequest, kind: str, format: str) -> HttpResponse:
    """The page's report as a file; without figures, back to the page that says why."""
    asked = kind_or_404(kind)
    if format not in FILES:
        raise Http404
    form = form_of(request, asked)
    page = redirect(f"{address_of(asked)}?{request.GET.urlencode()}")
    if not form.is_valid():
        return page
    try:
        document = form.document(for_file=True)
    except NoFigures:
        return page
    table = request.GET.get("table", "")
    if table and table not in {made.key for made in document.tables}:
        raise Http404
    file = FILES[format]
    return HttpResponse(
        file.write(document, table),
        content_type=file.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{file.name(document, table)}.{format}"',
        },
    )


@requires(board_staff)
@require_safe
def people(request: HttpRequest, counted: str) -> HttpResponse:
    """The bookings behind one figure of the attendance report, by name."""
    if counted not in BOOKING_COUNTS:
        raise Http404
    kind = KINDS["attendance"]
    form = form_of(request, kind)
    if not isinstance(form, AttendanceForm) or not form.is_valid():
        return redirect(f"{address_of(kind)}?{request.GET.urlencode()}")
    found = people_counted(form.board, form.period(), form.filters(), counted)
    context = {
        "measure": {measure.key: measure for measure in COUNTS}[counted],
        "bookings": Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "period": form.period(),
        "chips": [form.label_of(name) for name in form.active()],
        "back": f"{address_of(kind)}?{form.query()}",
        "query": form.query(),
    }
    return render(request, "reports/people.html", context)


def _links(request: HttpRequest, kind: ReportKind, form: PeriodForm, document: Document) -> Links:
    """A line's name narrows the report to it; its counts lead to names, for those who may see them."""
    sees_names = not document.is_protected and may_run_board(request.user, form.board)

    def narrowed(row: Row) -> str:
        if not row.narrows or not set(row.narrows) <= set(form.fields):
            return ""
        return f"{address_of(kind)}?{form.query(narrowed=row.narrows)}"

    def counted(row: Row, column: Column) -> str:
        if not sees_names or row.narrows is None or column.key not in document.counted:
            return ""
        path = reverse("reports:people", args=[column.key])
        return f"{path}?{form.query(narrowed=row.narrows)}"

    return Links(narrowed, counted)


def _chips(form: PeriodForm, kind: ReportKind) -> list[dict[str, str]]:
    return [
        {"label": form.label_of(name), "url": f"{address_of(kind)}?{form.query(without=name)}"}
        for name in form.active()
    ]


def _downloads(form: PeriodForm, kind: ReportKind) -> list[dict[str, str]]:
    """The files that hold the whole report."""
    return [
        {
            "label": file.label,
            "url": f"{reverse('reports:download', args=[kind.key, ending])}?{form.query()}",
        }
        for ending, file in FILES.items()
        if not file.holds_one
    ]


def _tables(form: PeriodForm, kind: ReportKind, document: Document) -> list[dict[str, str]]:
    """Each table that has lines, as CSV; the finest first."""
    path, finest = reverse("reports:download", args=[kind.key, "csv"]), form.only_in_files()
    shown = [table for table in document.tables if table.rows or table.key in finest]
    shown.sort(key=lambda table: table.key not in finest)
    return [
        {"label": table.title, "url": f"{path}?{form.query(narrowed={'table': table.key})}"}
        for table in shown
    ]


def _offers(
    form: PeriodForm, kind: ReportKind, periods: Sequence[NamedPeriod]
) -> list[dict[str, Any]]:
    """Ready-made periods; the filters in force are kept, unless something typed is wrong."""
    current = form.period() if form.is_valid() else None
    return [
        {
            "label": named.label,
            "url": f"{address_of(kind)}?{form.query(period=named.period)}",
            "current": named.period == current,
        }
        for named in periods
    ]
