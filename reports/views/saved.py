"""The reports a reader keeps."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import report_readers, requires
from people.requests import BoardRequest
from reports import actions
from reports.access import owns_saved
from reports.choices import Span
from reports.kinds import KINDS
from reports.models import SavedReport
from reports.permissions import may_read_exact
from reports.saved import address_of, asked_on, saved_by, span_of, spans_for
from reports.saved_forms import SaveForm

from .asking import address_of as report_page
from .asking import form_of, kind_or_404


@requires(report_readers)
@require_safe
def saved(request: BoardRequest) -> HttpResponse:
    """All that the reader has saved at this board."""
    today = timezone.localdate()
    is_exact = may_read_exact(request.user, request.board)
    found = [each for each in saved_by(request.user, request.board) if each.kind in KINDS]
    kept = [
        {
            "report": each,
            "kind": KINDS[each.kind].title,
            "asked": asked,
            "trouble": asked.trouble(is_exact=is_exact, today=today),
        }
        for each, asked in zip(found, asked_on(found, today), strict=True)
    ]
    return render(request, "reports/saved.html", {"kept": kept})


@requires(report_readers)
@require_http_methods(["GET", "HEAD", "POST"])
def new_saved(request: BoardRequest, kind: str) -> HttpResponse:
    """Keeps a report with the filters in the address; a wrong filter keeps nothing, nor does one that the reader has
    no figures of: the report's own page says why, or this one, with what was typed."""
    asked = kind_or_404(kind)
    figures = form_of(request, asked)
    if not figures.is_valid():
        raise Http404
    refused, page = figures.refusal(), f"{report_page(asked)}?{figures.query()}"
    if refused and request.method != "POST":
        return redirect(f"{report_page(asked)}?{request.GET.urlencode()}")
    form = SaveForm(
        request.POST if request.method == "POST" else None,
        spans=spans_for(figures),
        initial={"span": span_of(figures)},
        refusal=refused.text if refused else "",
    )
    if request.method == "POST" and form.is_valid():
        kept = actions.save_report(
            board=request.board,
            owner=request.user,
            name=form.cleaned_data["name"],
            kind=kind,
            query=figures.query(),
            span=Span(form.cleaned_data["span"]),
            is_mailed=form.cleaned_data["is_mailed"],
        )
        messages.success(request, f"“{kept.name}” is saved.")
        return redirect("reports:saved")
    filters = [
        f"{figures.fields[name].label}: {figures.label_of(name)}" for name in figures.active()
    ]
    context = {"form": form, "kind": asked, "period": figures.period(), "filters": filters}
    return render(request, "reports/save.html", context | {"page": page})


@requires(owns_saved)
@require_safe
def open_saved(request: BoardRequest, saved_id: int) -> HttpResponse:
    """Leads to the report with the days it is about today."""
    kept = get_object_or_404(SavedReport, pk=saved_id)
    if kept.kind not in KINDS:
        raise Http404
    return redirect(address_of(kept, timezone.localdate()))


@requires(owns_saved)
@require_http_methods(["GET", "HEAD", "POST"])
def change_saved(request: BoardRequest, saved_id: int) -> HttpResponse:
    """Another name, other days, by email or not; what it shows stays."""
    kept = get_object_or_404(SavedReport, pk=saved_id)
    asked = kind_or_404(kept.kind)
    (shown,) = asked_on([kept], timezone.localdate())
    form = SaveForm(
        request.POST if request.method == "POST" else None,
        trouble=shown.trouble_of_filters(is_exact=may_read_exact(request.user, request.board)),
        spans=spans_for(form_of(request, asked, QueryDict(kept.query))),
        initial={"name": kept.name, "span": kept.span, "is_mailed": kept.is_mailed},
        others=saved_by(request.user, request.board)
        .exclude(pk=kept.pk)
        .values_list("name", flat=True),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.change_report(
            kept.pk, name=said["name"], span=Span(said["span"]), is_mailed=said["is_mailed"]
        )
        messages.success(request, f"“{said['name']}” is changed.")
        return redirect("reports:saved")
    return render(request, "reports/change_saved.html", {"form": form, "kind": asked})


@requires(owns_saved)
@require_POST
def mail_saved(request: BoardRequest, saved_id: int) -> HttpResponse:
    """Starts or stops the link each quarter."""
    try:
        kept = actions.set_mailed(saved_id, is_mailed=request.POST.get("mail") == "start")
    except actions.CannotBeRead as refused:
        messages.error(request, f"The link cannot be emailed. {refused}")
        return redirect("reports:saved")
    words = "will be mailed to you each quarter" if kept.is_mailed else "is no longer mailed"
    messages.success(request, f"The link to “{kept.name}” {words}.")
    return redirect("reports:saved")


@requires(owns_saved)
@require_POST
def delete_saved(request: BoardRequest, saved_id: int) -> HttpResponse:
    actions.delete_report(saved_id)
    messages.success(request, "The saved report is gone. The figures are where they were.")
    return redirect("reports:saved")
