"""`manage.py report KIND ...`: the same reports as the pages, for scripts and for the record."""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone

from bookings.history.queries import published_years
from courses.models import Course
from people.models import Board
from reports.attendance.document import document
from reports.attendance.reading import attendance
from reports.attendance.tables import TABLES
from reports.documents import Document
from reports.kinds import KINDS, ReportKind
from reports.writers.files import FILES

FORMATS = tuple(FILES)
BINARY = ("xlsx", "pdf")


class Command(BaseCommand):
    help = "Writes a report. Reads only."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="REPORT")
        self._add_attendance(kinds)
        for kind in KINDS.values():
            if kind.key not in kinds.choices:
                self._add_kind(kinds, kind)
        self._add_impact(kinds)

    def _add_attendance(self, kinds: Any) -> None:
        text = (
            "Attendance by sector, agency and course at the events a board held in a period: those "
            "whose register is completed and whose first day lies in it."
        )
        parser = kinds.add_parser("attendance", help=text, description=text)
        parser.set_defaults(write=self.write_attendance)
        parser.add_argument(
            "--board",
            required=True,
            action="append",
            metavar="SLUG",
            help="The board's short address name; give it again to take several boards together.",
        )
        _add_days(parser)
        parser.add_argument(
            "--by",
            choices=TABLES,
            default="rows",
            help="Which table a CSV holds (the other formats hold all of them). Default: rows, the finest.",
        )

    def _add_kind(self, kinds: Any, kind: ReportKind) -> None:
        parser = kinds.add_parser(kind.key, help=kind.summary, description=kind.summary)
        parser.set_defaults(write=self.write_kind)
        parser.add_argument("--board", required=True, metavar="SLUG")
        _add_days(parser, has_first="from" in kind.form.DAYS)
        parser.add_argument(
            "--by",
            default="",
            metavar="TABLE",
            help="Which table a CSV holds (the other formats hold all of them). Default: the first.",
        )

    def _add_impact(self, kinds: Any) -> None:
        text = (
            "What evaluation says of a course: answers before and after, over its events whose first day "
            "lies in a period. Figures are explained in docs/analyse.md."
        )
        parser = kinds.add_parser("impact", help=text, description=text)
        parser.set_defaults(write=self.write_impact)
        parser.add_argument("--board", required=True, metavar="SLUG")
        parser.add_argument("--course", required=True, metavar="CODE")
        parser.add_argument("--from", dest="from_", required=True, type=_date, metavar="DATE")
        parser.add_argument("--to", required=True, type=_date, metavar="DATE")
        parser.add_argument("--format", choices=("json",), default="json", help="Default: json.")

    def handle(self, *args: Any, **options: Any) -> None:
        options["write"](options)

    def write_attendance(self, options: dict[str, Any]) -> None:
        _check_period(options)
        boards = _boards(options["board"])
        report = attendance(boards, options["from_"], options["to"])
        published = published_years(boards[0]) if len(boards) == 1 else ()
        self._write_document(document(report, published), options)

    def write_kind(self, options: dict[str, Any]) -> None:
        (board,) = _boards([options["board"]])
        asked = QueryDict(mutable=True)
        asked.update({"from": str(options.get("from_", "")), "to": str(options["to"])})
        form = KINDS[options["kind"]].form(asked, board=board, today=timezone.localdate())
        if not form.is_valid():
            wrong = [problem for problems in form.errors.values() for problem in problems]
            raise CommandError(" ".join(map(str, wrong)), returncode=2)
        made = form.document(for_file=True)
        tables = [table.key for table in made.tables]
        if options["by"] and options["by"] not in tables:
            raise CommandError(
                f"There is no table {options['by']}. There are: {', '.join(tables)}.", returncode=2
            )
        self._write_document(made, options)

    def _write_document(self, made: Document, options: dict[str, Any]) -> None:
        output: Path | None = options["output"]
        format_ = options["format"]
        if format_ in BINARY and output is None and sys.stdout.isatty():
            raise CommandError(
                f"A file like that cannot be shown here: add --output FILE.{format_}, or > FILE.{format_}.",
                returncode=2,
            )
        content = FILES[format_].write(made, options["by"])
        if output is None and format_ in BINARY:
            sys.stdout.buffer.write(content)
        elif output is None:
            self.stdout.write(content.decode(), ending="")
        else:
            self._write(content, output)

    def write_impact(self, options: dict[str, Any]) -> None:
        # here, because they load the statistics libraries
        from evaluations.impact import impact_of, published

        _check_period(options)
        (board,) = _boards([options["board"]])
        course = Course.objects.filter(board=board, code=options["course"]).first()
        if course is None:
            codes = ", ".join(board.courses.order_by("code").values_list("code", flat=True))
            raise CommandError(f"{board} has no course {options['course']}. It has: {codes}.")
        found = impact_of(board, course, options["from_"], options["to"])
        self.stdout.write(json.dumps(published(found), indent=2, ensure_ascii=False, default=str))

    def _write(self, content: bytes, output: Path) -> None:
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"Wrote {output}.")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date: write it as 2014-04-01."
        ) from None


def _add_days(parser: CommandParser, *, has_first: bool = True) -> None:
    """The days, the format and where to write."""
    if has_first:
        parser.add_argument(
            "--from", dest="from_", required=True, type=_date, help="First day, as 2014-04-01."
        )
    parser.add_argument("--to", required=True, type=_date, help="Last day, as 2015-03-31.")
    parser.add_argument("--format", choices=FORMATS, default="json", help="Default: json.")
    parser.add_argument("--output", type=Path, help="The file to write. Otherwise standard output.")


def _check_period(options: dict[str, Any]) -> None:
    if options["from_"] > options["to"]:
        raise CommandError(
            f"--from {options['from_']} is after --to {options['to']}.", returncode=2
        )


def _boards(slugs: list[str]) -> list[Board]:
    found = {board.slug: board for board in Board.objects.all()}
    unknown = [slug for slug in slugs if slug not in found]
    if unknown:
        raise CommandError(
            f"There is no board {', '.join(unknown)}. There are: {', '.join(sorted(found))}."
        )
    return [found[slug] for slug in dict.fromkeys(slugs)]
