"""`manage.py report KIND ...`: the same reports as the pages, for scripts and for the record."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone

from courses.models import Course
from people.models import Board
from reports.attendance.document import document
from reports.attendance.forms import FiltersForm
from reports.attendance.reading import attendance
from reports.attendance.tables import TABLES, TEXTS
from reports.documents import Document
from reports.forms import HIDDEN, NoFigures
from reports.kinds import KINDS, ReportKind
from reports.writers.files import FILES

FORMATS = tuple(FILES)
BINARY = ("xlsx", "pdf")
FILTER = "filter_"


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
        _add_filters(parser, KINDS["attendance"])

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
        _add_filters(parser, kind)

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
        if len(boards) == 1:
            self._write_kind(boards[0], options)
            return
        if _filters(options) or options["small_numbers"] == "hidden":
            raise CommandError(
                "Filters and hidden small numbers are those of one board: name one.", returncode=2
            )
        report = attendance(boards, options["from_"], options["to"])
        self._write_document(document(report), options)

    def write_kind(self, options: dict[str, Any]) -> None:
        (board,) = _boards([options["board"]])
        self._write_kind(board, options)

    def _write_kind(self, board: Board, options: dict[str, Any]) -> None:
        """What the page shows of these days and filters."""
        form = _form(board, options)
        if not form.is_valid():
            wrong = [problem for problems in form.errors.values() for problem in problems]
            raise CommandError(" ".join(map(str, wrong)), returncode=2)
        try:
            made = form.document(for_file=True)
        except NoFigures as refused:
            raise CommandError(f"{refused.title}. {refused.text}", returncode=2) from None
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


def _add_filters(parser: CommandParser, kind: ReportKind) -> None:
    """What the page's form filters by, and whether small numbers are hidden."""
    for name in kind.form.FILTERS:
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            dest=f"{FILTER}{name}",
            metavar="NAME",
            help=f"Only this {TEXTS[name].lower()}: its name{' or code' if name == 'course' else ''}.",
        )
    parser.add_argument(
        "--small-numbers",
        choices=("shown", "hidden"),
        default="shown",
        help="hidden: what readers outside the office get, with 1 to 4 people as c, for whole quarters or years that "
        "are over. Default: shown, as the office reads it.",
    )


def _filters(options: dict[str, Any]) -> dict[str, str]:
    """The filters given, by the fields of the form."""
    return {
        name.removeprefix(FILTER): value
        for name, value in options.items()
        if name.startswith(FILTER) and value
    }


def _form(board: Board, options: dict[str, Any]) -> FiltersForm:
    """The page's form, filled in. A name that no choice or more than one has is left to the form to refuse."""
    kind, today = KINDS[options["kind"]].form, timezone.localdate()
    asked = QueryDict(mutable=True)
    asked.update({"from": str(options.get("from_", "")), "to": str(options["to"])})
    offered = kind(asked, board=board, today=today)
    for name, said in _filters(options).items():
        found = {value for value, names in _choices_of(offered, name) if said.casefold() in names}
        asked[name] = found.pop() if len(found) == 1 else said
    if options["small_numbers"] == "hidden":
        asked["small"] = HIDDEN
    return kind(asked, board=board, today=today, may_choose=True)


def _choices_of(form: FiltersForm, name: str) -> Iterator[tuple[str, set[str]]]:
    """The values of a filter's choices, each with what one may call it: its name, and a course's code."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        for each in field.queryset or ():
            yield str(each.pk), {str(each).casefold(), str(getattr(each, "code", each)).casefold()}
    elif isinstance(field, forms.ChoiceField):
        for value, label in field.choices:  # type: ignore[misc, union-attr]
            yield value, {value, str(label).casefold()}


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
