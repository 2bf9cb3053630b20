"""Running an annual report: starting it, its structure, writers, stated figures, sign-off, new editions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from people.access import requires
from people.requests import BoardRequest
from people.text import typed_id
from reports.annual import actions
from reports.annual.access import report_runners
from reports.annual.forms import (
    BlockForm,
    RestatesForm,
    SignOffForm,
    StatedForm,
    WritersForm,
    YearForm,
)
from reports.annual.hiding import waits_for
from reports.annual.permissions import possible_writers
from reports.annual.rules import NotNow
from reports.annual.stated import in_words, stated_in
from reports.annual.structure import from_data
from reports.choices import SlotState
from reports.models import AnnualReport, StatedFigure

from .naming import named
from .reading import report_here

MOVES = {"up": -1, "down": 1}


@requires(report_runners)
@require_POST
def start(request: BoardRequest) -> HttpResponse:
    """The first edition of a year."""
    form = YearForm(request.POST, today=timezone.localdate(), taken=())
    if not form.is_valid():
        messages.error(request, "Choose the financial year of the report.")
        return redirect("reports:annual")
    year = form.cleaned_data["year"]
    try:
        made = actions.start_report(request.board, year, actor=request.user, at=timezone.now())
    except NotNow as refused:
        messages.error(request, str(refused))
        return redirect("reports:annual")
    return redirect("reports:annual_report", made.pk)


@requires(report_runners)
@require_http_methods(["GET", "POST"])
def plan(request: BoardRequest, report_id: int) -> HttpResponse:
    """The structure: each block can be moved up and down and taken out."""
    report = report_here(request.board, report_id)
    if request.method == "POST":
        moved = _change(request, report)
        return redirect(f"{reverse('reports:annual_plan', args=[report.pk])}{moved}")
    names = named(request.board)
    sections = [
        (section, [(block, names(block)) for block in section.blocks])
        for section in from_data(report.structure).sections
    ]
    return render(request, "reports/annual/plan.html", {"report": report, "sections": sections})


def _change(request: BoardRequest, report: AnnualReport) -> str:
    """Moves a block or takes it out; returns where on the page that was, for the eye to stay there."""
    what, _, key = request.POST.get("change", "").partition(":")
    version, by, at = typed_id(request.POST.get("version", "")) or 0, request.user, timezone.now()
    try:
        if what in MOVES:
            actions.move_block(report.pk, key, MOVES[what], version=version, actor=by, at=at)
            return f"#block-{key}"
        if what == "remove":
            actions.remove_block(report.pk, key, version=version, actor=by, at=at)
            messages.success(request, "The block is taken out.")
    except NotNow as refused:
        messages.error(request, str(refused))
    return ""


@requires(report_runners)
@require_http_methods(["GET", "POST"])
def add_block(request: BoardRequest, report_id: int) -> HttpResponse:
    """A block more, at the end of a section."""
    report = report_here(request.board, report_id)
    structure = from_data(report.structure)
    form = BlockForm(
        request.POST or None,
        board=request.board,
        structure=structure,
        initial={"section": request.GET.get("section", ""), "version": report.structure_version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_block(
                report.pk,
                form.cleaned_data["section"],
                form.block(),
                version=form.cleaned_data["version"],
                actor=request.user,
                at=timezone.now(),
            )
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The block is added.")
            return redirect("reports:annual_plan", report.pk)
    return render(request, "reports/annual/add_block.html", {"report": report, "form": form})


@requires(report_runners)
@require_http_methods(["GET", "POST"])
def writers(request: BoardRequest, report_id: int) -> HttpResponse:
    """Who writes which text."""
    report = report_here(request.board, report_id)
    people = possible_writers(request.board)
    form = WritersForm(
        request.POST or None,
        structure=from_data(report.structure),
        slots=report.slots.all(),
        people=people,
    )
    if request.method == "POST" and form.is_valid():
        by_id = {user.pk: user for user in people}
        to = {key: by_id[user] if user else None for key, user in form.changes().items()}
        try:
            actions.assign_slots(report.pk, to, actor=request.user, at=timezone.now())
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved who writes what.")
            return redirect("reports:annual_report", report.pk)
    return render(request, "reports/annual/writers.html", {"report": report, "form": form})


@requires(report_runners)
@require_http_methods(["GET", "POST"])
def stated(request: BoardRequest, report_id: int) -> HttpResponse:
    """The figures that others counted, and a form for one more."""
    report = report_here(request.board, report_id)
    form = StatedForm(request.POST or None, report=report)
    if request.method == "POST" and form.is_valid():
        actions.state_figure(
            request.board, report.year, **form.cleaned_data, actor=request.user, at=timezone.now()
        )
        messages.success(request, "The figure is added.")
        return redirect("reports:annual_stated", report.pk)
    figures = [(each, in_words(each)) for each in stated_in(request.board, report.year)]
    context = {"report": report, "form": form, "figures": figures}
    return render(request, "reports/annual/stated.html", context)


@requires(report_runners)
@require_http_methods(["GET", "POST"])
def drop(request: BoardRequest, figure_id: int) -> HttpResponse:
    """Asks, then takes a stated figure away."""
    figure = get_object_or_404(StatedFigure, board=request.board, pk=figure_id)
    reports = AnnualReport.objects.filter(board=request.board, year=figure.year)
    report = reports.order_by("-edition").first()
    if request.method == "POST":
        actions.drop_figure(figure, actor=request.user, at=timezone.now())
        messages.success(request, "The figure is taken away.")
        return (
            redirect("reports:annual_stated", report.pk) if report else redirect("reports:annual")
        )
    context = {"figure": figure, "report": report, "number": in_words(figure)}
    return render(request, "reports/annual/drop.html", context)


@requires(report_runners)
@require_http_methods(["GET", "POST"])
def sign_off(request: BoardRequest, report_id: int) -> HttpResponse:
    """Asks, then freezes the report for good."""
    report = report_here(request.board, report_id)
    form = SignOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_off(report.pk, actor=request.user, at=timezone.now())
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The report is signed off. Its figures no longer change.")
            return redirect("reports:annual_report", report.pk)
    titles = {block.key: block.title for block in from_data(report.structure).narratives}
    unready = report.slots.exclude(state=SlotState.READY).select_related("assigned_to")
    context = {
        "report": report,
        "form": form,
        "waits_for": waits_for(report.board, report.period, today=timezone.localdate()),
        "unready": [(titles[slot.key], slot) for slot in unready if slot.key in titles],
    }
    return render(request, "reports/annual/sign_off.html", context)


@requires(report_runners)
@require_http_methods(["GET", "POST"])
def new_edition(request: BoardRequest, report_id: int) -> HttpResponse:
    """A draft that will put a signed report right."""
    report = report_here(request.board, report_id)
    form = RestatesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.new_edition(
                report,
                restates=form.cleaned_data["restates"],
                actor=request.user,
                at=timezone.now(),
            )
        except NotNow as refused:
            form.add_error("restates", str(refused))
        else:
            return redirect("reports:annual_report", made.pk)
    return render(request, "reports/annual/new_edition.html", {"report": report, "form": form})
