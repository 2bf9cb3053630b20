"""What a register's page shows: its rows, its totals and the sum that must come out."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from courses.models import Event, Session

from .choices import Mark
from .models import Attendance, Booking
from .querysets import ATTENDED, CANCELLED, NO_SHOW, REGISTERED, UNMARKED, WALKED_IN


@dataclass(frozen=True)
class Row:
    """One person at one session. `clash` is another's mark that stands against `wanted`, for a choice."""

    booking: Booking
    mark: str
    wanted: str = ""
    clash: Attendance | None = None

    @property
    def access_need(self) -> str:
        need = getattr(self.booking, "access_need", None)
        return need.text if need else ""

    @property
    def checked(self) -> str:
        """The mark chosen on the page; nothing while there is a choice to make."""
        return "" if self.clash else self.mark

    @property
    def mark_label(self) -> str:
        return Mark(self.mark).label if self.mark else ""

    @property
    def wanted_label(self) -> str:
        return Mark(self.wanted).label if self.wanted else ""


@dataclass(frozen=True)
class Total:
    mark: str
    label: str
    count: int


@dataclass(frozen=True)
class Balance:
    """registered − cancelled − no_show + walk_in = attended, once `unmarked` is 0."""

    registered: int
    cancelled: int
    no_show: int
    walk_in: int
    attended: int
    unmarked: int


def session_to_take(sessions: Sequence[Session], asked: str, now: dt.datetime) -> Session | None:
    """The session asked for; otherwise today's, otherwise the first. None for an event without any."""
    for session in sessions:
        if str(session.pk) == asked:
            return session
    today = timezone.localtime(now).date()
    for session in sessions:
        if timezone.localtime(session.starts_at).date() == today:
            return session
    return sessions[0] if sessions else None


def rows_of(
    event: Event,
    session: Session,
    *,
    clashes: Mapping[int, tuple[str, Attendance]] | None = None,
) -> list[Row]:
    """Everybody on the register, by name. `clashes`: booking id → mark wanted, mark that stands."""
    bookings = (
        Booking.objects.expected_at(event)
        .select_related("person", "agency", "access_need")
        .order_by("person__full_name", "pk")
    )
    marks = dict(
        Attendance.objects.filter(booking__event=event, session=session).values_list(
            "booking_id", "mark"
        )
    )
    clashes = clashes or {}
    return [
        Row(booking, marks.get(booking.pk, ""), *clashes.get(booking.pk, ("", None)))
        for booking in bookings
    ]


def totals_of(rows: Sequence[Row]) -> list[Total]:
    """How many have each mark, then how many have none."""
    counts = Counter(row.mark for row in rows)
    marked = [Total(mark.value, mark.label, counts[mark.value]) for mark in Mark]
    return [*marked, Total("", "Not marked", counts[""])]


def balance_of(event: Event) -> Balance:
    """The numbers of the event's register, in one query."""
    found = Booking.objects.filter(event=event).aggregate(
        registered=Count("pk", filter=REGISTERED),
        cancelled=Count("pk", filter=CANCELLED),
        no_show=Count("pk", filter=NO_SHOW),
        walk_in=Count("pk", filter=WALKED_IN),
        attended=Count("pk", filter=ATTENDED),
        unmarked=Count("pk", filter=UNMARKED),
    )
    return Balance(**found)
