"""Writing a sheet: as one goes, and for good."""

import datetime as dt
import random
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from bookings.models import Booking
from evaluations.cards import AGREES
from evaluations.choices import ItemKind, Review, Wave
from evaluations.instruments.documents import load_questionnaire
from evaluations.models import Comment, Interview, Invitation, RunWave, Sheet
from evaluations.paper import booking_of_code
from evaluations.pseudonyms import pseudonym_of
from evaluations.rules import NotNow, is_asked

ORDER = random.SystemRandom()
CLOSED = "This form is closed now."
SENT = "You have sent this form already. Thank you."
WRONG_CODE = "No form of this course has that code. Compare it with the paper, letter by letter."
NOT_ASKED = "This form is for those who took part."


@transaction.atomic
def save_answers(
    booking: Booking,
    wave_id: int,
    answers: Mapping[str, Any],
    *,
    on_paper: bool = False,
    at: dt.datetime | None = None,
) -> Sheet:
    """Keeps what somebody has answered so far. Raises `NotNow`, or `KeyGone` once nothing can be linked.

    What was answered on paper in time may be keyed for as long as the key lives.

    Side effects, in order: the invitation, if there is none; the sheet.
    """
    at = at or timezone.now()
    wave = _locked(booking, wave_id, at, on_paper=on_paper)
    Invitation.objects.get_or_create(wave=wave, booking=booking)
    sheet, _ = Sheet.objects.get_or_create(wave=wave, pseudonym=pseudonym_of(booking, wave.run))
    if sheet.is_sent:
        raise NotNow(SENT)
    sheet.answers = dict(answers)
    sheet.save(update_fields=["answers"])
    return sheet


@transaction.atomic
def send_answers(
    booking: Booking,
    wave_id: int,
    answers: Mapping[str, Any],
    *,
    on_paper: bool = False,
    at: dt.datetime | None = None,
) -> None:
    """Sends a form for good. Raises as `save_answers` does.

    Side effects, in order: the sheet, without its free text; a comment for each free text, linked to nobody;
    the invitation is answered; somebody who agreed to be interviewed is noted; all sheets and comments of the
    wave are written anew in a random order.
    """
    at = at or timezone.now()
    sheet = save_answers(booking, wave_id, answers, on_paper=on_paper, at=at)
    _send(sheet.wave, {booking: sheet}, {booking: answers})


@transaction.atomic
def send_answers_of(
    wave_id: int,
    given: Mapping[Booking, Mapping[str, Any]],
    *,
    at: dt.datetime | None = None,
) -> None:
    """Sends the forms of several people for good, as `send_answers` does for one; who has begun one keeps it.

    Raises `NotNow`, or `KeyGone`, for any of them, and then sends none. Side effects: those of `send_answers`,
    the wave's sheets and comments being written anew once.
    """
    at = at or timezone.now()
    wave = _locked_wave(wave_id, at)
    now = Booking.objects.in_bulk([booking.pk for booking in given])
    for booking in given:
        _check_asked(now[booking.pk], wave)
    invited = [Invitation(wave=wave, booking=booking) for booking in given]
    Invitation.objects.bulk_create(invited, ignore_conflicts=True)
    codes = {booking: pseudonym_of(booking, wave.run) for booking in given}
    begun = {s.pseudonym: s for s in Sheet.objects.filter(wave=wave, pseudonym__in=codes.values())}
    if any(sheet.is_sent for sheet in begun.values()):
        raise NotNow(SENT)
    new = [Sheet(wave=wave, pseudonym=code) for code in codes.values() if code not in begun]
    sheets = begun | {sheet.pseudonym: sheet for sheet in Sheet.objects.bulk_create(new)}
    _send(wave, {booking: sheets[code] for booking, code in codes.items()}, given)


@transaction.atomic
def key_paper(
    wave_id: int, code: str, answers: Mapping[str, Any], *, at: dt.datetime | None = None
) -> None:
    """Sends a form that was filled in on paper; whoever keys it learns from `code` nothing of whose it is.

    Raises `NotNow` for a code that no form of the wave bears, and as `send_answers`, whose side effects it has.
    No audit entry: one for each form would tell in which order they came.
    """
    wave = RunWave.objects.select_related("run").get(pk=wave_id)
    booking = booking_of_code(wave, code)
    if booking is None:
        raise NotNow(WRONG_CODE)
    send_answers(booking, wave_id, answers, on_paper=True, at=at)


def _send(
    wave: RunWave,
    sheets: Mapping[Booking, Sheet],
    given: Mapping[Booking, Mapping[str, Any]],
) -> None:
    items = load_questionnaire(wave.document).items
    texts = [item.code for item in items if item.kind == ItemKind.TEXT]
    reviews = [item.code for item in items if item.kind == ItemKind.ACTION_REVIEW]
    comments = []
    for booking, sheet in sheets.items():
        kept = dict(given[booking])
        for code in texts:
            if text := str(kept.pop(code, "")).strip():
                comments.append(Comment(wave=wave, item=code, text=text[:2000]))
        agrees = kept.pop(AGREES, False)
        review = next((str(kept[code]) for code in reviews if code in kept), "")
        sheet.answers, sheet.is_sent = kept, True
        if agrees and review in Review.values and wave.wave == Wave.LATER:
            Interview.objects.update_or_create(booking=booking, defaults={"review": review})
    Sheet.objects.bulk_update(sheets.values(), ["answers", "is_sent"])
    Comment.objects.bulk_create(comments)
    Invitation.objects.filter(wave=wave, booking__in=sheets).update(is_answered=True)
    _mix_up(wave)


def _locked(booking: Booking, wave_id: int, at: dt.datetime, *, on_paper: bool) -> RunWave:
    wave = _locked_wave(wave_id, at, on_paper=on_paper)
    _check_asked(Booking.objects.get(pk=booking.pk), wave)
    return wave


def _locked_wave(wave_id: int, at: dt.datetime, *, on_paper: bool = False) -> RunWave:
    wave = RunWave.objects.select_for_update(of=("self",)).select_related("run").get(pk=wave_id)
    closes_at = wave.run.key_until if on_paper else wave.closes_at
    if not wave.opens_at <= at < closes_at:
        raise NotNow(CLOSED)
    return wave


def _check_asked(now: Booking, wave: RunWave) -> None:
    if wave.run.event_id != now.event_id or not is_asked(now, wave.wave):
        raise NotNow(NOT_ASKED)


def _mix_up(wave: RunWave) -> None:
    """No order in which the database keeps rows may tell who answered first."""
    sheets = list(Sheet.objects.filter(wave=wave))
    comments = list(Comment.objects.filter(wave=wave))
    ORDER.shuffle(sheets)
    ORDER.shuffle(comments)
    Sheet.objects.filter(wave=wave).delete()
    Comment.objects.filter(wave=wave).delete()
    for row in (*sheets, *comments):
        row.pk = uuid.uuid4()
    Sheet.objects.bulk_create(sheets)
    Comment.objects.bulk_create(comments)
