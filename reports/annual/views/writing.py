"""Writing one text of an annual report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.access import requires
from people.requests import BoardRequest
from reports.annual import actions
from reports.annual.access import writers
from reports.annual.forms import TextForm
from reports.annual.rules import NotNow, Overtaken, TakenOut
from reports.annual.structure import from_data
from reports.choices import SlotState
from reports.models import Slot


@requires(writers)
@require_http_methods(["GET", "POST"])
def text(request: BoardRequest, slot_id: int) -> HttpResponse:
    """One text. Where two people write at once, the second sees both texts and loses neither."""
    slots = Slot.objects.select_related("report__board", "edited_by", "assigned_to")
    slot = slots.filter(pk=slot_id, report__board=request.board).first()
    if slot is None:
        return _taken_out(request)
    initial = {
        "text": slot.text,
        "is_ready": slot.state == SlotState.READY,
        "version": slot.version,
    }
    form = TextForm(request.POST or None, initial=initial)
    theirs: Slot | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_slot(
                slot.pk,
                text=form.cleaned_data["text"],
                is_ready=form.cleaned_data["is_ready"],
                version=form.cleaned_data["version"],
                actor=request.user,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            theirs = overtaken.slot
            form.add_error("text", str(overtaken))
            form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            form.data["version"] = str(theirs.version)  # type: ignore[index]  # as above
        except TakenOut:
            return _taken_out(request)
        except NotNow as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "The text is saved.")
            return redirect("reports:annual_report", slot.report_id)
    wanted = from_data(slot.report.structure).block(slot.key)
    context = {
        "slot": slot,
        "report": slot.report,
        "wanted": wanted,
        "form": form,
        "theirs": theirs,
    }
    return render(request, "reports/annual/text.html", context)


def _taken_out(request: BoardRequest) -> HttpResponse:
    """The text is gone; what its writer typed is given back."""
    context = {"reason": str(TakenOut()), "text": request.POST.get("text", "")}
    return render(request, "reports/annual/taken_out.html", context, status=404)
