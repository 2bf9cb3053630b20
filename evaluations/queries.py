"""Reading questionnaires, runs and who is still to answer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q

from bookings.choices import BookingState, Outcome
from bookings.models import Booking
from people.models import Board

from .choices import Wave
from .models import EvaluationSetting, InstrumentVersion, Run, RunWave

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
    if wave.wave in (Wave.BOOKING, Wave.START):
        return booked
    if wave.wave == Wave.END:
        return booked.exclude(outcome=Outcome.NO_SHOW)
    return booked.filter(outcome=Outcome.ATTENDED)


def has_sent(booking: Booking, wave: Wave) -> bool:
    """Whether somebody has sent the form of a wave: all that a certificate may ask for."""
    return booking.evaluations.filter(wave__wave=wave, is_answered=True).exists()


def waves_for(booking: Booking, at: dt.datetime) -> list[RunWave]:
    """The waves of a booking's run that are open now, the manager's left out, in their order."""
    open_now = Q(opens_at__lte=at, closes_at__gt=at)
    waves = RunWave.objects.filter(open_now, run__event=booking.event_id)
    return list(waves.exclude(wave=Wave.MANAGER).select_related("run").order_by("wave"))
