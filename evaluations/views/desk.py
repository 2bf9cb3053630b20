"""The trainer's side of the forms: the code for the wall, how many have answered, paper and its keying."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bookings import queries
from bookings.access import takes_register
from evaluations import actions
from evaluations.access import takes_forms
from evaluations.forms import SheetForm
from evaluations.instruments.documents import load_questionnaire
from evaluations.keys import KeyGone
from evaluations.models import RunWave
from evaluations.room import IN_THE_ROOM, answered_in_room, room_code, room_url
from evaluations.rules import NotNow
from people.access import requires
from people.requests import BoardRequest

from .sheet import GONE

KEYED = "Keyed. Take the next form."


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code on the paper",
        help_text="Eight letters and digits at the top.",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "c-reference"}
        ),
        error_messages={"required": "Enter the code on the paper"},
    )


@requires(takes_register)
@require_GET
def in_the_room(request: BoardRequest, event_id: int) -> HttpResponse:
    event = queries.register_event(request.board, event_id)
    context = {
        "event": event,
        "waves": answered_in_room(event, timezone.now()),
        "code": room_code(event),
        "address": room_url(event),
    }
    return render(request, "evaluations/in_the_room.html", context)


@requires(takes_forms)
@require_GET
def paper(request: BoardRequest, event_id: int, wave: str) -> HttpResponse:
    from evaluations.printing import paper_forms  # slow to load, and used nowhere else

    found = _wave(event_id, wave)
    try:
        content = paper_forms(found)
    except KeyGone:
        messages.error(request, GONE)
        return redirect("evaluations:desk", event_id=event_id)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="forms-{event_id}-{found.wave}.pdf"'
    return response


@requires(takes_forms)
@never_cache
@require_http_methods(["GET", "POST"])
def keying(request: BoardRequest, event_id: int, wave: str) -> HttpResponse:
    """A form from paper, by its code. Nothing has to be answered: paper cannot insist."""
    found = _wave(event_id, wave)
    data = request.POST if request.method == "POST" else None
    code, sheet = CodeForm(data), SheetForm(load_questionnaire(found.document), data, partly=True)
    if data is not None and all([code.is_valid(), sheet.is_valid()]):
        try:
            actions.key_paper(found.pk, code.cleaned_data["code"], sheet.answers)
        except (NotNow, KeyGone) as why:
            code.add_error("code", GONE if isinstance(why, KeyGone) else str(why))
        else:
            messages.success(request, KEYED)
            return redirect(request.path)
    context = {
        "event": queries.register_event(request.board, event_id),
        "wave": found,
        "code": code,
        "form": sheet,
    }
    return render(request, "evaluations/keying.html", context)


def _wave(event_id: int, wave: str) -> RunWave:
    """A wave of the room, of an event whose register the user may take. Raises Http404."""
    if wave not in IN_THE_ROOM:
        raise Http404("Only the forms of the room are on paper.")
    return get_object_or_404(
        RunWave.objects.select_related("run__event__course", "run__event__board"),
        run__event=event_id,
        wave=wave,
    )
