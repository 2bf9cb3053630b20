"""Imports a calendar from a CSV or XLSX file; without --commit it only says what would happen."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.imports.actions import ImportRefused, apply_import
from courses.imports.mapping import Field
from courses.imports.plan import Plan, Request, plan_file
from courses.imports.problems import FileRefused, grouped
from courses.imports.read import check_kind
from courses.imports.report import summary_lines
from people.models import Board

EXAMPLES = """examples:
  manage.py import_calendar calendar.csv --board halton
  manage.py import_calendar calendar.csv --board halton --map title="Course name" --map date=When --commit
"""


class Command(BaseCommand):
    help = __doc__ or ""

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        return super().create_parser(
            *args, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="CSV (UTF-8) or XLSX, headings in the first row"
        )
        parser.add_argument(
            "--board", required=True, help="slug of the board that gets the calendar"
        )
        parser.add_argument("--commit", action="store_true", help="write; without it: a dry run")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=f"column of a field ({', '.join(Field)}); an empty COLUMN leaves the field out",
        )
        parser.add_argument(
            "--only-board", default="", help="take only rows whose board column says this"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="let the file overrule details of courses that are there already",
        )
        parser.add_argument("--encoding", default="", help="of a CSV file; default utf-8")
        parser.add_argument("--sheet", default="", help="of an XLSX file; default the first")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        board = self.board(options["board"])
        request = Request(
            encoding=options["encoding"],
            sheet=options["sheet"],
            chosen=_chosen(options["map"]),
            only_board=options["only_board"],
            replace=options["replace"],
        )
        try:
            with options["file"].open("rb") as file:
                check_kind(file, options["file"].name)
                plan = plan_file(file, board, request)
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror}.") from None
        except FileRefused as refused:
            hint = f" On the command line: {refused.option}" if refused.option else ""
            raise CommandError(f"{refused}{hint}") from None
        written = False
        if options["commit"] and not plan.errors:
            try:
                plan = apply_import(plan, actor=None)
                written = True
            except ImportRefused as refused:
                plan = refused.plan
        self.tell(plan, written=written, as_json=options["format"] == "json")
        if plan.errors:
            raise SystemExit(1)

    def board(self, slug: str) -> Board:
        board = Board.objects.filter(slug=slug).first()
        if board is None:
            known = ", ".join(Board.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no board “{slug}”. The boards are: {known}.")
        return board

    def tell(self, plan: Plan, *, written: bool, as_json: bool) -> None:
        if as_json:
            answer = {
                "board": plan.board.slug,
                "committed": written,
                "counts": plan.counts(),
                "problems": [asdict(problem) for problem in plan.problems],
            }
            self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))
            return
        for group in grouped(plan.problems):
            value = f" “{group.value}”" if group.value else ""
            self.stdout.write(
                f"{group.severity}: {group.where}, {group.column}{value}: {group.message}"
            )
        self.stdout.write("")
        for line in summary_lines(plan.counts(), done=written):
            self.stdout.write(line)
        self.stdout.write(_last_line(plan, written=written))


def _chosen(pairs: list[str]) -> dict[str, str]:
    chosen = {}
    for pair in pairs:
        name, equals, heading = pair.partition("=")
        if not equals:
            raise CommandError(
                f"“{pair}”: write --map FIELD=COLUMN, for example --map title=Course."
            )
        chosen[name.strip()] = heading.strip()
    return chosen


def _last_line(plan: Plan, *, written: bool) -> str:
    if plan.errors:
        return "Nothing was written: correct the errors first."
    if written:
        return "Nothing was new: nothing was written." if plan.changes_nothing else "Imported."
    return "Nothing was written: this was a dry run. Add --commit to import."
