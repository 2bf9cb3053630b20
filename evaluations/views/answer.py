"""Answering without an account: the delegate's forms and the manager's. It works on a phone and saves as one goes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.models import Booking
from bookings.queries import booking_by_reference
from evaluations import actions
from evaluations.access import holds_form, holds_managers_form
from evaluations.choices import ItemKind, Wave
from evaluations.forms import SheetForm, initial_of
from evaluations.instruments.documents import load_questionnaire
from evaluations.keys import KeyGone
from evaluations.models import RunWave, Sheet
from evaluations.pseudonyms import pseudonym_of
from evaluations.queries import waves_for
from evaluations.rules import NotNow, is_asked
from people.access import requires
from people.requests import BoardRequest

KEPT = "What you have answered so far is kept. You can go on later with the same link."
GONE = "The link between answers has been destroyed, so this form can no longer be answered."


@requires(holds_form)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """The form that is open now for this person; of two, the one that began last."""
    booking = booking_by_reference(reference)
    waves = [w for w in waves_for(booking, timezone.now()) if is_asked(booking, w.wave)]
    return _answered(request, booking, waves)


@requires(holds_managers_form)
@never_cache
@require_http_methods(["GET", "POST"])
def manager(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """One minute from the line manager, who sees nothing of what the delegate answered."""
    booking, now = booking_by_reference(reference), timezone.now()
    waves = RunWave.objects.filter(
        run__event=booking.event_id, wave=Wave.MANAGER, opens_at__lte=now, closes_at__gt=now
    )
    return _answered(request, booking, list(waves.select_related("run")))


def _answered(request: BoardRequest, booking: Booking, waves: list[RunWave]) -> HttpResponse:
    try:
        sheets = [(wave, _sheet(booking, wave)) for wave in reversed(waves)]
    except KeyGone:
        return _closed(request, booking, GONE)
    wave = next((wave for wave, sheet in sheets if sheet is None or not sheet.is_sent), None)
    if wave is None:
        sent = any(sheet is not None for _, sheet in sheets)
        return _closed(request, booking, "" if sent else "There is nothing to answer now.")
    if request.method == "POST":
        return _post(request, booking, wave)
    return _page(request, booking, wave, _form(booking, wave))


def _post(request: BoardRequest, booking: Booking, wave: RunWave) -> HttpResponse:
    saves = "save" in request.POST
    form = _form(booking, wave, request.POST, partly=saves)
    if not form.is_valid():
        return _page(request, booking, wave, form)
    try:
        if saves:
            actions.save_answers(booking, wave.pk, form.answers)
            messages.success(request, KEPT)
        else:
            actions.send_answers(booking, wave.pk, form.answers)
    except NotNow as why:
        messages.error(request, str(why))
    return redirect(request.path)


def _sheet(booking: Booking, wave: RunWave) -> Sheet | None:
    pseudonym = pseudonym_of(booking, wave.run)
    return Sheet.objects.filter(wave=wave, pseudonym=pseudonym).first()


def _form(
    booking: Booking, wave: RunWave, data: QueryDict | None = None, *, partly: bool = False
) -> SheetForm:
    questionnaire = load_questionnaire(wave.document)
    sheet = _sheet(booking, wave)
    return SheetForm(
        questionnaire,
        data,
        partly=partly,
        action=_action_of(booking, wave) if wave.wave == Wave.LATER else "",
        initial=initial_of(questionnaire, sheet.answers if sheet else {}),
    )


def _action_of(booking: Booking, wave: RunWave) -> str:
    """What the person meant to do, from their form at the end; only they are shown it."""
    end = RunWave.objects.filter(run=wave.run, wave=Wave.END).first()
    if end is None:
        return ""
    asked = load_questionnaire(end.document).items
    code = next((item.code for item in asked if item.kind == ItemKind.ACTION), "")
    sheet = Sheet.objects.filter(
        wave=end, pseudonym=pseudonym_of(booking, wave.run), is_sent=True
    ).first()
    return str(sheet.answers.get(code, "")) if sheet else ""


def _page(request: BoardRequest, booking: Booking, wave: RunWave, form: SheetForm) -> HttpResponse:
    context: dict[str, Any] = {
        "booking": booking,
        "event": booking.event,
        "wave": wave,
        "form": form,
        "questionnaire": load_questionnaire(wave.document),
        "key_until": wave.run.key_until,
        "is_manager": wave.wave == Wave.MANAGER,
    }
    return render(request, "evaluations/answer.html", context)


def _closed(request: BoardRequest, booking: Booking, why: str) -> HttpResponse:
    """Sent already (no `why`), or nothing to answer."""
    context = {"booking": booking, "event": booking.event, "why": why}
    return render(request, "evaluations/closed.html", context)
