"""`manage.py report impact`: our figures as JSON, so that anyone can check them."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.models import Course
from evaluations.analysis.output import plain
from evaluations.impact import impact_of
from people.models import Board


class Command(BaseCommand):
    help = "Prints a report of a board as JSON: impact, the figures of evaluation for one course."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="report", required=True, metavar="REPORT")
        impact = kinds.add_parser("impact", help="what evaluation says of a course")
        impact.add_argument("--board", required=True, metavar="SLUG")
        impact.add_argument("--course", required=True, metavar="CODE")
        impact.add_argument("--from", dest="first", required=True, type=_day, metavar="DATE")
        impact.add_argument("--to", dest="last", required=True, type=_day, metavar="DATE")
        impact.add_argument("--format", choices=("json",), default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        board = Board.objects.filter(slug=options["board"]).first()
        if board is None:
            raise CommandError(f"There is no board {options['board']}.")
        course = Course.objects.filter(board=board, code=options["course"]).first()
        if course is None:
            codes = ", ".join(board.courses.values_list("code", flat=True))
            raise CommandError(f"{board} has no course {options['course']}. It has: {codes}.")
        if options["first"] > options["last"]:
            raise CommandError("The first day is after the last.")
        found = impact_of(board, course, options["first"], options["last"])
        self.stdout.write(json.dumps(plain(found), indent=2, ensure_ascii=False, default=str))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not a date such as 2026-04-01.") from None
