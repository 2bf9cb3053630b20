"""Reports on the public site, for those who may read this board's figures."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.access import report_readers, requires
from people.models import Board

from . import exports, page, tables
from .attendance import AttendanceReport, first_day_of_reports
from .attendance import attendance as read_attendance
from .forms import AttendanceForm
from .measures import IDENTITY, MEASURES
from .periods import presets

DOWNLOADS: dict[str, tuple[str, Callable[[AttendanceReport], str | bytes]]] = {
    "csv": ("text/csv; charset=utf-8", exports.as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        exports.as_xlsx,
    ),
    "json": ("application/json", exports.as_json),
}


@requires(report_readers)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be read."""
    return render(request, "reports/index.html")


@requires(report_readers)
@require_safe
def attendance(request: HttpRequest) -> HttpResponse:
    """Attendance by agency, sector, course and month in a period. A wrong filter shows no figures."""
    board: Board = request.board  # type: ignore[attr-defined]  # set by BoardMiddleware
    form = AttendanceForm(request.GET, board=board, today=timezone.localdate())
    context: dict[str, Any] = {
        "form": form,
        "report": None,
        "chips": [],
        "presets": _presets(form, board),
    }
    if form.is_valid():
        period = form.period()
        report = read_attendance(board, period.from_, period.to, filters=form.filters())
        context |= _figures(report) | _links(form)
    return render(request, "reports/attendance.html", context)


@requires(report_readers)
@require_safe
def attendance_download(request: HttpRequest, format: str) -> HttpResponse:
    """The page's report as a file; with a wrong filter, back to the page that says what is wrong."""
    if format not in DOWNLOADS:
        raise Http404
    board: Board = request.board  # type: ignore[attr-defined]  # set by BoardMiddleware
    form = AttendanceForm(request.GET, board=board, today=timezone.localdate())
    if not form.is_valid():
        return redirect(f"{reverse('reports:attendance')}?{request.GET.urlencode()}")
    period = form.period()
    content_type, make = DOWNLOADS[format]
    report = read_attendance(board, period.from_, period.to, filters=form.filters())
    name = f"attendance-{board.slug}-{period.from_}-to-{period.to}.{format}"
    return HttpResponse(
        make(report),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _figures(report: AttendanceReport) -> dict[str, Any]:
    return {
        "report": report,
        "headline": page.headline(report),
        "key_figures": page.key_figures(report),
        "flow": page.flow(report),
        "identity": IDENTITY,
        "charts": [c for about in ("sector", "agency") if (c := page.chart(report, about))],
        "agencies": tables.by_sector_and_agency(report),
        "courses": tables.by_course(report),
        "quarters": tables.by_quarter(report),
        "months": tables.by_month(report),
        "room_hire": page.room_hire(report.room_hire),
        "room_hire_before": page.room_hire(report.room_hire_before),
        "definitions": MEASURES,
    }


def _links(form: AttendanceForm) -> dict[str, Any]:
    path = reverse("reports:attendance")
    chips = [
        {"label": form.label_of(name), "url": f"{path}?{form.query(without=name)}"}
        for name in form.active()
    ]
    downloads = [
        {
            "label": label,
            "url": f"{reverse('reports:attendance_download', args=[kind])}?{form.query()}",
        }
        for kind, label in (("xlsx", "Spreadsheet (XLSX)"), ("csv", "CSV"), ("json", "JSON"))
    ]
    return {"chips": chips, "downloads": downloads}


def _presets(form: AttendanceForm, board: Board) -> list[dict[str, Any]]:
    """Ready-made periods; the filters in force are kept, unless something typed is wrong."""
    path = reverse("reports:attendance")
    named = presets(form.today, since=first_day_of_reports(board))
    current = form.period() if form.is_valid() else None
    return [
        {
            "label": preset.label,
            "url": f"{path}?{form.query(period=preset.period)}",
            "current": preset.period == current,
        }
        for preset in named
    ]
