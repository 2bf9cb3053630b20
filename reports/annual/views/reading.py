"""Annual reports for those who read the board's figures: the list of years, one report, its files."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.access import report_readers, requires
from people.models import Board
from people.requests import BoardRequest
from reports.annual import writers
from reports.annual.building import chapter_of, read
from reports.annual.chapter import Part, Shown, differences
from reports.annual.forms import YearForm
from reports.annual.hiding import waits_for
from reports.annual.permissions import may_run_annual_report
from reports.annual.structure import from_data
from reports.choices import SlotState
from reports.models import AnnualReport, Slot
from reports.permissions import may_read_exact


@dataclass(frozen=True)
class Placed:
    """A block on the page; `slot` is a draft's text, `hint` what it should say, `may_write` for this reader."""

    block: Shown
    slot: Slot | None = None
    hint: str = ""
    may_write: bool = False


def report_here(board: Board, report_id: int) -> AnnualReport:
    """A report of this board, or a 404."""
    reports = AnnualReport.objects.select_related("board", "signed_by")
    return get_object_or_404(reports, board=board, pk=report_id)


@requires(report_readers)
@require_safe
def index(request: BoardRequest) -> HttpResponse:
    """Every year and edition, newest first."""
    reports = list(AnnualReport.objects.filter(board=request.board).defer("frozen", "structure"))
    runs = may_run_annual_report(request.user, request.board)
    form = YearForm(today=timezone.localdate(), taken=[each.year for each in reports])
    mine = Slot.objects.filter(report__in=[each.pk for each in reports if not each.is_signed])
    return render(
        request,
        "reports/annual/index.html",
        {
            "reports": reports,
            "runs": runs,
            "form": form,
            "mine": mine.filter(assigned_to=request.user).exclude(state=SlotState.READY).count(),
        },
    )


@requires(report_readers)
@require_safe
def report(request: BoardRequest, report_id: int) -> HttpResponse:
    """One report: a draft as of now, a signed one as it was frozen, with what has changed since.

    Others than those who may read small numbers see a draft's figures once they are hidden as in every report that
    leaves the office, and never by how much a figure has changed: the difference may be one person.
    """
    found = report_here(request.board, report_id)
    now = timezone.now()
    waits, tells_numbers = _waits_for(found, now), may_read_exact(request.user, request.board)
    sees = found.is_signed or tells_numbers or not waits
    chapter = read(found, at=now, only_texts=not sees)
    compares = found.is_signed and not waits
    changed = differences(chapter, chapter_of(found, at=now)) if compares else []
    runs = may_run_annual_report(request.user, request.board)
    slots = list(found.slots.select_related("assigned_to", "edited_by"))
    later = AnnualReport.objects.filter(
        board=request.board, year=found.year, edition__gt=found.edition
    )
    context = {
        "report": found,
        "chapter": chapter,
        "parts": _placed(request, found, chapter.parts, slots, runs=runs),
        "sees_figures": sees,
        "waits_for": waits,
        "changed": changed,
        "tells_numbers": tells_numbers,
        "runs": runs,
        "later": later.defer("frozen", "structure").first(),
        "unwritten": [slot for slot in slots if slot.state != SlotState.READY],
        "files": writers.FILES,
    }
    return render(request, "reports/annual/report.html", context)


@requires(report_readers)
@require_safe
def download(request: BoardRequest, report_id: int, format: str) -> HttpResponse:
    """The report as a file; the JSON of a signed one is byte for byte what its hash is of."""
    if format not in writers.FILES:
        raise Http404("There is no such file.")
    found = report_here(request.board, report_id)
    now = timezone.now()
    sees = (
        found.is_signed or may_read_exact(request.user, request.board) or not _waits_for(found, now)
    )
    chapter = read(found, at=now, only_texts=not sees)
    file = writers.FILES[format]
    return HttpResponse(
        file.write(chapter, found),
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{chapter.file_name}.{format}"'},
    )


def _waits_for(report: AnnualReport, now: dt.datetime) -> str:
    return waits_for(report.board, report.period, today=timezone.localdate(now))


def _placed(
    request: BoardRequest,
    report: AnnualReport,
    parts: Sequence[Part],
    slots: Sequence[Slot],
    *,
    runs: bool,
) -> list[tuple[Part, list[Placed]]]:
    """Blocks with the texts of a draft; a signed report has no more to write."""
    by_key = {} if report.is_signed else {slot.key: slot for slot in slots}
    hints = {block.key: block.hint for block in from_data(report.structure).narratives}

    def placed(block: Shown) -> Placed:
        slot = by_key.get(block.slot)
        if slot is None:
            return Placed(block)
        may = runs or slot.assigned_to_id == request.user.pk
        return Placed(block, slot, hints.get(block.key, ""), may)

    return [(part, [placed(block) for block in part.blocks]) for part in parts]
