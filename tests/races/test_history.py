"""A load taken back by two people at once: first shown to go wrong without locks, then right with them."""

from functools import partial

import pytest

from bookings.history.actions import apply_history
from bookings.history.taking_back import Outlook, TakeBackRefused, take_load_back
from bookings.models import Booking, HistoryLoad
from people.models import AuditEntry
from tests.bookings.history.lists import plan_of
from tests.factories import AgencyFactory, BoardFactory

from .crowd import at_once, without_locks

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def taken_back_at_once() -> list[type]:
    """Four people take the same load back; what each was answered."""
    board = BoardFactory()
    agency = AgencyFactory(boards=[board]).name
    rows = "".join(f"Neglect,12/05/2014,Jo {n},,{agency},attended\n" for n in range(50))
    apply_history(plan_of(rows, board), actor=None)
    load = HistoryLoad.objects.get(board=board)
    job = partial(take_load_back, load.pk, why="Wrong year", actor=None)
    return [type(result) for result in at_once([job] * 4)]


def written() -> int:
    return AuditEntry.objects.filter(verb="history taken back").count()


def test_load_is_taken_back_once_however_many_ask():
    with without_locks():
        taken_back_at_once()
    assert written() > 1
    before = written()

    answers = taken_back_at_once()

    assert sorted(answers, key=str) == sorted([Outlook, *[TakeBackRefused] * 3], key=str)
    assert written() == before + 1
    assert not Booking.objects.exists()
