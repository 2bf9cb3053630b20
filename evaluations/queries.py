"""Reading questionnaires, runs and who is still to answer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q

from bookings.choices import BookingState, Outcome
from bookings.models import Booking
from people.models import Board

from .choices import WAVES_BEFORE, Wave
from .models import EvaluationSetting, InstrumentVersion, Invitation, Run, RunWave
from .rules import is_asked

if TYPE_CHECKING:
    from bookings.querysets import BookingQuerySet


def setting_of(board_id: int) -> EvaluationSetting:
    """A board's numbers; the defaults, unsaved, without any."""
    found = EvaluationSetting.objects.filter(board=board_id).first()
    return found or EvaluationSetting(board_id=board_id)


def latest_versions(board: Board) -> Mapping[str, InstrumentVersion]:
    """The newest version of each questionnaire the board may use, its own before the bank's, by code."""
    of_bank = InstrumentVersion.objects.filter(board=None).order_by("code", "number")
    own = InstrumentVersion.objects.filter(board=board).order_by("code", "number")
    return {version.code: version for version in [*of_bank, *own]}


def run_of(booking: Booking) -> Run | None:
    return Run.objects.filter(event=booking.event_id).first()


def open_waves(at: dt.datetime) -> Sequence[RunWave]:
    """Every wave that is open, with its event."""
    return list(
        RunWave.objects.filter(opens_at__lte=at, closes_at__gt=at)
        .select_related("run__event__course", "run__event__board__site")
        .order_by("run_id", "wave")
    )


def asked_in(wave: RunWave) -> "BookingQuerySet":
    """The bookings whose people are asked in `wave`, as `rules.is_asked` says of each."""
    booked = Booking.objects.filter(event=wave.run.event_id, state=BookingState.BOOKED)
    if wave.wave in WAVES_BEFORE:
        return booked
    if wave.wave == Wave.END:
        return booked.exclude(outcome=Outcome.NO_SHOW)
    return booked.filter(outcome=Outcome.ATTENDED)


def has_sent(booking: Booking, wave: Wave) -> bool:
    """Whether somebody has sent the form of a wave: all that a certificate may ask for."""
    return Invitation.objects.filter(booking=booking, wave__wave=wave, is_answered=True).exists()


def asked_now(booking: Booking, at: dt.datetime, *, is_manager: bool = False) -> list[RunWave]:
    """The waves that are open and ask the person booked (or their manager), the latest last."""
    open_now = Q(opens_at__lte=at, closes_at__gt=at)
    waves = RunWave.objects.filter(open_now, run__event=booking.event_id).select_related("run")
    return [
        wave
        for wave in waves.order_by("wave")
        if (wave.wave == Wave.MANAGER) == is_manager and is_asked(booking, wave.wave)
    ]
