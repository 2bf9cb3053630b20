"""What a trainer sees of the forms of an event: the code for the wall, and how many have answered, never who."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from courses.models import Event
from people.queries import site_url

from .choices import Wave
from .models import RunWave
from .queries import setting_of
from .secrets import room_secret

IN_THE_ROOM = (Wave.START, Wave.END)


@dataclass(frozen=True)
class Answered:
    """A wave that is answered in the room. `count` is None below the board's limit: few are easily guessed."""

    wave: RunWave
    count: int | None
    limit: int
    is_open: bool

    @property
    def words(self) -> str:
        return f"fewer than {self.limit}" if self.count is None else str(self.count)


def answered_in_room(event: Event, at: dt.datetime) -> Sequence[Answered]:
    """The forms of the start and of the end, with how many were sent; at most two queries."""
    waves = list(
        RunWave.objects.filter(run__event=event, wave__in=IN_THE_ROOM)
        .select_related("run")
        .annotate(sent=Count("sheets", filter=Q(sheets__is_sent=True)))
        .order_by("wave")
    )
    if not waves:
        return []
    limit = setting_of(event.board_id).hidden_under
    return [
        Answered(
            wave,
            count=wave.sent if wave.sent >= limit else None,
            limit=limit,
            is_open=wave.opens_at <= at < wave.closes_at,
        )
        for wave in waves
    ]


def room_url(event: Event) -> str:
    return site_url(event.board) + reverse("evaluations:room", args=[event.pk, room_secret(event)])


def room_code(event: Event) -> SafeString:
    """The address of the room as a QR code (ISO/IEC 18004), drawn in the page."""
    drawn = segno.make(room_url(event), error="m", micro=False).svg_inline(
        omitsize=True, border=2, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - made by segno from an address of ours


def register_panel(event: Event) -> SafeString:
    """Beneath the register: the way to the code and the numbers. Empty where the course asks nothing."""
    found = answered_in_room(event, timezone.now())
    if not found:
        return SafeString("")
    return render_to_string("evaluations/_register_panel.html", {"event": event, "waves": found})
