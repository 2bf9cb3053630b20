"""A form as its person meets it, by the link of a mail or in the room: shown, kept as one goes, sent, thanked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from bookings.models import Booking
from evaluations import actions
from evaluations.actions.answering import SENT
from evaluations.choices import ItemKind, Wave
from evaluations.feedback import feedback_of
from evaluations.forms import SheetForm, initial_of
from evaluations.instruments.documents import load_questionnaire
from evaluations.keys import KeyGone
from evaluations.models import RunWave, Sheet
from evaluations.pseudonyms import pseudonym_of
from evaluations.rules import NotNow
from people.requests import BoardRequest

KEPT = "What you have answered so far is kept. You can go on later with the same link."
GONE = "The link between answers has been destroyed, so this form can no longer be answered."
NOTHING = "There is nothing to answer now."
IN_THE_BACKGROUND = "application/json"


@dataclass(frozen=True)
class Door:
    """The way somebody came in. `back`: where the next person begins, on a device that is passed round."""

    back: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


MAIL = Door()


def answered(
    request: BoardRequest, booking: Booking, waves: Sequence[RunWave], door: Door = MAIL
) -> HttpResponse:
    """The form of the latest of `waves` (in their order), unless it was sent.

    Once a later form is sent the earlier ones are no longer asked: nobody says at the end how it was at the start.
    """
    if not waves:
        return closed(request, booking, why=NOTHING, door=door)
    wave = waves[-1]
    try:
        sheet = sheet_of(booking, wave)
        if sheet is not None and sheet.is_sent:
            if _is_in_the_background(request):
                return _not_kept(NotNow(SENT))
            return closed(request, booking, wave=wave, sheet=sheet, door=door)
        if request.method == "POST":
            return _post(request, booking, wave, door)
        return _page(request, booking, wave, _form(booking, wave), door)
    except KeyGone:
        return closed(request, booking, why=GONE, door=door)


def sheet_of(booking: Booking, wave: RunWave) -> Sheet | None:
    """Raises `KeyGone`."""
    pseudonym = pseudonym_of(booking, wave.run)
    return Sheet.objects.filter(wave=wave, pseudonym=pseudonym).first()


def closed(
    request: BoardRequest,
    booking: Booking,
    *,
    why: str = "",
    wave: RunWave | None = None,
    sheet: Sheet | None = None,
    door: Door = MAIL,
) -> HttpResponse:
    """Thanks for what was sent, with what there is to learn from the quiz; or `why` there is nothing to answer."""
    context = {
        "booking": booking,
        "event": booking.event,
        "why": why,
        "feedback": feedback_of(wave, sheet) if wave and sheet else [],
        "key_until": wave.run.key_until if wave else None,
        "is_manager": wave is not None and wave.wave == Wave.MANAGER,
        "back": door.back,
    }
    return render(request, "evaluations/closed.html", context)


def _post(request: BoardRequest, booking: Booking, wave: RunWave, door: Door) -> HttpResponse:
    saves = "save" in request.POST
    form = _form(booking, wave, request.POST, partly=saves)
    is_sound = form.is_valid()
    try:
        if saves:
            actions.save_answers(booking, wave.pk, form.answers)
        elif is_sound:
            actions.send_answers(booking, wave.pk, form.answers)
    except NotNow as why:
        if _is_in_the_background(request):
            return _not_kept(why)
        messages.error(request, str(why))
        return redirect(request.path)
    if saves and _is_in_the_background(request):
        return HttpResponse(status=204)
    if not is_sound:
        return _page(request, booking, wave, form, door)
    if saves:
        messages.success(request, KEPT)
    return redirect(request.path)


def _not_kept(why: NotNow) -> HttpResponse:
    return HttpResponse(str(why), status=409, content_type="text/plain; charset=utf-8")


def _is_in_the_background(request: BoardRequest) -> bool:
    return request.headers.get("Accept", "") == IN_THE_BACKGROUND


def _form(
    booking: Booking, wave: RunWave, data: QueryDict | None = None, *, partly: bool = False
) -> SheetForm:
    questionnaire = load_questionnaire(wave.document)
    sheet = sheet_of(booking, wave)
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


def _page(
    request: BoardRequest, booking: Booking, wave: RunWave, form: SheetForm, door: Door
) -> HttpResponse:
    context: dict[str, Any] = {
        "booking": booking,
        "event": booking.event,
        "wave": wave,
        "form": form,
        "questionnaire": form.questionnaire,
        "key_until": wave.run.key_until,
        "is_manager": wave.wave == Wave.MANAGER,
        "in_room": bool(door.back),
    }
    return render(request, "evaluations/answer.html", context)
