"""A text of an annual report is written while its block is taken out: first shown to be lost, then not."""

import time
from functools import partial

import pytest
from django.utils import timezone

from reports.annual import actions
from reports.annual.rules import NotNow, TakenOut, may_be_removed
from reports.models import Slot
from tests.factories import BoardFactory

from .crowd import DWELL, at_once, without_locks

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

COPIES = 6


def looked_at_for_long(slot: Slot | None) -> None:
    may_be_removed(slot)
    time.sleep(DWELL)


def test_text_is_written_or_its_block_is_taken_out(monkeypatch):
    board = BoardFactory()
    years = iter(range(2000, 2000 + 2 * COPIES))
    monkeypatch.setattr(actions, "may_be_removed", looked_at_for_long)

    def play() -> list[tuple[type, type]]:
        """Of each report: what the writer and who takes the block out are answered."""
        now = timezone.now()
        jobs = []
        for _ in range(COPIES):
            report = actions.start_report(board, next(years), actor=None, at=now)
            slot = report.slots.get(key="planning")
            said = {"text": "Written", "is_ready": False, "version": 1}
            jobs += [
                partial(actions.write_slot, slot.pk, **said, actor=None, at=now),
                partial(actions.remove_block, report.pk, "planning", version=1, actor=None, at=now),
            ]
        answers = [type(answer) for answer in at_once(jobs)]
        return list(zip(answers[::2], answers[1::2], strict=True))

    with without_locks():
        lost = [answer for answer in play() if not {NotNow, TakenOut} & set(answer)]
    assert lost
    written = Slot.objects.filter(text="Written").count()

    answers = play()

    kept = sum(refused is NotNow for _, refused in answers)
    assert all((writer is TakenOut) != (remover is NotNow) for writer, remover in answers)
    assert Slot.objects.filter(text="Written").count() == written + kept
