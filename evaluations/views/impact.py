"""What evaluation says of the board's courses: read from finished results, never worked out while somebody waits."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.access import takes_register, takes_registers
from bookings.queries import registers_for
from courses.models import Course, Event
from evaluations import actions, downloads, page
from evaluations.choices import Wave
from evaluations.dates import Dates, dates_of, is_asked_for
from evaluations.findings import (
    events_of,
    finding_of,
    interviews_at,
    overview_of,
    runs_within,
    shown_comments,
)
from evaluations.measures import CHANGE
from evaluations.models import Finding
from evaluations.queries import setting_of
from evaluations.scopes import ALL, Scope, event_key, label_of
from evaluations.span_form import FIRST, LAST, SpanForm
from people.access import board_staff, report_readers, requires
from people.requests import BoardRequest

FILES: dict[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "json": ("application/json", downloads.as_json),
    "csv": ("text/csv; charset=utf-8", downloads.as_csv),
}


@requires(report_readers)
@require_safe
def index(request: BoardRequest) -> HttpResponse:
    """Every course that is evaluated: who was asked, who answered, and the headline or why there is none."""
    context = {"courses": overview_of(request.board), "setting": setting_of(request.board.pk)}
    return render(request, "evaluations/impact.html", context)


@requires(report_readers)
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: BoardRequest, course_slug: str) -> HttpResponse:
    """One course: all dates, a financial year (?of=2014-15), one date, or from one day to another.

    Sending the two days asks for their results, where they are not there yet; reading never does.
    """
    found = get_object_or_404(Course, board=request.board, slug=course_slug)
    dates = dates_of(found)
    form = _span_form(request, dates)
    if request.method == "POST" and form.is_valid():
        _ask_where_missing(found, form.scope, dates)
        return redirect(f"{request.path}?{form.query()}")
    scope = form.scope if form.is_valid() else None
    key = scope.key if scope else request.GET.get("of", ALL)
    finding = None if form.errors else finding_of(found, key)
    if finding is None and not form.is_bound and (dates.choices or key != ALL):
        raise Http404("There is no such date.")
    first = finding.first_day if finding else scope.first if scope else None
    context = {
        "course": found,
        "choices": dates.choices,
        "chosen": key if finding else "",
        "label": label_of(key, first) if first else "",
        "form": form,
        "may_show": dates.may_show(key),
        "is_asked_for": finding is None and is_asked_for(found, key),
        "files": [(name, name.upper()) for name in FILES],
        **_results(finding, dates),
    }
    return render(request, "evaluations/impact_course.html", context)


@requires(report_readers)
@require_safe
def download(request: BoardRequest, course_slug: str, format: str) -> HttpResponse:
    """What the page shows, as a file."""
    if format not in FILES:
        raise Http404
    found = get_object_or_404(Course, board=request.board, slug=course_slug)
    finding = finding_of(found, request.GET.get("of", ALL))
    if finding is None or not dates_of(found).may_show(finding.key):
        raise Http404("There is nothing to download.")
    content_type, make = FILES[format]
    comments = shown_comments(events_of(finding), at=timezone.now())
    content = {**finding.document, "comments": comments, "worked_out_at": finding.made_at}
    name = f"impact-{found.slug}-{finding.key}.{format}"
    return HttpResponse(
        make(content),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires(board_staff)
@require_safe
def cases(request: BoardRequest) -> HttpResponse:
    """Who agreed to be asked more: those who got furthest, and those who did not get on."""
    return render(request, "evaluations/cases.html", {"groups": interviews_at(request.board)})


@requires(takes_registers)
@require_safe
def events(request: BoardRequest) -> HttpResponse:
    """The dates that a trainer delivered and that have results."""
    delivered = registers_for(request.user, request.board).filter(evaluation__isnull=False)
    past = delivered.filter(starts_at__lt=timezone.now()).order_by("-starts_at")[:50]
    return render(request, "evaluations/impact_events.html", {"events": past})


@requires(takes_register)
@require_safe
def event(request: BoardRequest, event_id: int) -> HttpResponse:
    """The results of one date, for who delivered it."""
    found = get_object_or_404(Event.objects.select_related("course"), pk=event_id)
    dates = dates_of(found.course)
    finding = finding_of(found.course, event_key(event_id))
    context = {"event": found, "course": found.course, **_results(finding, dates, alone=True)}
    return render(request, "evaluations/impact_event.html", context)


def _span_form(request: BoardRequest, dates: Dates) -> SpanForm:
    sent = request.POST if request.method == "POST" else request.GET
    return SpanForm(sent if FIRST in sent or LAST in sent else None, dates=dates)


def _ask_where_missing(course: Course, scope: Scope | None, dates: Dates) -> None:
    if scope and scope.key not in dates.days and dates.may_show(scope.key):
        actions.ask_for_span(course, scope.first, scope.last)


def _results(finding: Finding | None, dates: Dates, *, alone: bool = False) -> dict[str, Any]:
    """`alone`: without the other dates of the course."""
    if finding is None:
        return {"finding": None, "is_shown": False}
    document = finding.document
    shown = dates.may_show(finding.key) and document["analysis"] is not None
    context: dict[str, Any] = {
        "finding": finding,
        "document": document,
        "is_shown": shown,
        "flow": page.flow(document),
    }
    if not shown:
        return context
    headlines = page.headlines(document)
    return context | {
        "main": headlines[0] if headlines else None,
        "headlines": headlines,
        "changes": page.changes(document),
        "by_date": None if alone else page.by_date(runs_within(finding, dates), document),
        "practice": page.practice(document),
        "managers": page.tallies(document, Wave.MANAGER),
        "reactions": page.reactions(document),
        "evidence": page.evidence(document),
        "comments": list(shown_comments(events_of(finding), at=timezone.now()).items()),
        "caveats": document["analysis"]["caveats"],
        "definitions": list(CHANGE.items()),
    }
