"""Puts the demo together, once."""

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from people.models import Board
from reports.actions import work_out_editions

from .annual import build_annual
from .catalogue import build_catalogue
from .current import build_current
from .evaluation import build_answers, open_form, plan_evaluation
from .impact import build_indicators, build_needs
from .messages import build_messages
from .policies import build_policies
from .runs import at
from .world import ADULTS, CWAC, HALTON, PASSWORD, SIGN_INS, build_world
from .year_2014 import YEAR_STARTS, build_2014

EVERY_YEAR = 100
SHORT_CATALOGUE = ("CSE1", "NEG2", "ALE", "DA", "WT")


def demo_is_built() -> bool:
    return Board.objects.filter(slug=CWAC).exists()


@contextmanager
def no_mail_leaves() -> Iterator[None]:
    """Messages of the demo are written and marked sent, but go nowhere: its people are invented."""
    kept = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = kept


@contextmanager
def garbage_looked_for_seldom() -> Iterator[None]:
    """The demo makes many objects that stay: looking through them all the time takes a quarter of its time."""
    kept = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*kept)


def build_demo(
    progress: Callable[[str], None],
    *,
    host: str = "localhost",
    port: int = 8000,
    today: dt.date | None = None,
) -> None:
    """Builds everything in one transaction: a demo broken off half-way leaves nothing behind."""
    today = today or timezone.localdate()
    with garbage_looked_for_seldom(), no_mail_leaves(), transaction.atomic():
        progress("Boards, agencies and sign-ins")
        world = build_world(host=host, port=port)
        courses = {
            CWAC: build_catalogue(world.boards[CWAC]),
            HALTON: build_catalogue(world.boards[HALTON], SHORT_CATALOGUE),
            ADULTS: build_catalogue(world.boards[ADULTS], ("ALE", "DA")),
        }
        plan_evaluation(courses[CWAC], at=at(YEAR_STARTS, "09:00"))
        build_2014(world, courses[CWAC], progress)
        _count_rows()
        build_policies(world, today=today)
        build_current(world, courses, progress, today=today)
        _count_rows()
        build_answers(world, courses[CWAC], progress)
        progress("Learning needs and indicators")
        build_needs(world, courses[CWAC])
        build_indicators(world, courses[CWAC])
        progress("Reports: which small numbers are hidden")
        work_out_editions(timezone.now(), most=EVERY_YEAR)
        progress("Annual reports: 2014-15 signed off, this year's a draft")
        build_annual(world, courses[CWAC], today=today)
        progress("Messages in every state")
        build_messages(world)
        _count_rows()


def _count_rows() -> None:
    """Tells PostgreSQL's planner how many rows there are now; by itself it notices a minute after."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def sign_in_lines() -> list[str]:
    """The table of demo sign-ins that `./run` prints, and a form to answer without any."""
    lines = [f"{role.label:<20} {email}" for role, email, _ in SIGN_INS]
    lines.append(f"{'Password for all':<20} {PASSWORD}")
    if address := open_form():
        lines += [
            "A form three months after a course (invented), to answer without an account:",
            address,
        ]
    return lines
