import datetime as dt
import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from notices.actions import recover_stuck, send_due
from notices.hooks import Chore, Planner, chores, planners

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Plans the notices that are due within a day, puts back what a killed sender left, and sends all "
        "that is due. Safe to run in several processes at once. Run it from a timer every minute, or "
        "once with --watch."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--watch",
            type=int,
            metavar="SECONDS",
            help="Stay, and look again after this many seconds, until told to stop (Ctrl-C, SIGTERM).",
        )

    def handle(self, *args: Any, watch: int | None, **options: Any) -> None:
        stopping = threading.Event()
        if threading.current_thread() is threading.main_thread() and watch:
            signal.signal(signal.SIGTERM, lambda *_: stopping.set())
            signal.signal(signal.SIGINT, lambda *_: stopping.set())
        while True:
            try:
                self._round(stopping)
            except OperationalError as problem:
                if watch is None:
                    raise
                logger.warning("The database is away, trying again: %s", problem)
            if watch is None or stopping.wait(watch):
                return
            close_old_connections()

    def _round(self, stopping: threading.Event) -> None:
        at = timezone.now()
        recovered = recover_stuck(at=at)
        tried = self._send(at, stopping)
        for chore in chores:
            self._guarded(chore, at)
        planned = sum(self._guarded(plan, at) for plan in planners)
        tried += self._send(at, stopping)
        if planned or recovered or tried:
            self.stdout.write(f"{planned} planned, {recovered} recovered, {tried} tried.")

    def _send(self, at: dt.datetime, stopping: threading.Event) -> int:
        settled = 0
        while not stopping.is_set() and (batch := send_due(at=_later(at))):
            settled += batch
        return settled

    def _guarded(self, work: Chore | Planner, at: dt.datetime) -> int:
        """What fails is logged, and keeps no notice from leaving."""
        try:
            return work(at)
        except OperationalError:
            raise
        except Exception:
            logger.exception("A part of the round failed: %s", work)
            return 0


def _later(at: dt.datetime) -> dt.datetime:
    """Now, or the start of the round if the clock went back."""
    return max(at, timezone.now())
