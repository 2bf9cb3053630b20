"""Loads old attendance lists or published totals from CSV or XLSX; without --write it only says what would happen."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookings.history import published
from bookings.history.actions import HistoryRefused, apply_history
from bookings.history.fields import Field
from bookings.history.options import Options, from_yaml, standing
from bookings.history.plan import Plan, plan_file
from bookings.history.report import summary_lines
from bookings.history.review import Decisions, read_decisions, write_review
from courses.imports.problems import FileRefused, Problem, grouped
from courses.imports.read import check_kind
from people.models import Board

EXAMPLES = """examples:
  manage.py import_attendance registers.xlsx --board halton --sheet 2019-20 --review to-decide.csv
  manage.py import_attendance registers.xlsx --board halton --sheet 2019-20 --decisions to-decide.csv --write
  manage.py import_attendance signed-in.csv --board halton --map name=Delegate --everyone attended
  manage.py import_attendance totals.csv --board halton --published --write

columns, words and decisions are explained in docs/import-history.md
"""


class Command(BaseCommand):
    help = __doc__ or ""

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        return super().create_parser(
            *args, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add(
            "file", type=Path, help="CSV (UTF-8) or XLSX; a title above the headings is passed over"
        )
        add("--board", required=True, help="slug of the board whose history it is")
        add("--sheet", default="", help="of an XLSX file; default the first")
        add("--encoding", default="", help="of a CSV file; default utf-8")
        add("--mapping", type=Path, help="YAML: columns, words, agencies, courses")
        add(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=f"column of a field ({', '.join(Field)}); an empty COLUMN leaves the field out",
        )
        add("--only-board", default="", help="take only rows whose board column says this")
        add("--everyone", default="", help="what happened to rows without a word: attended, …")
        add("--fill-down", action="store_true", help="an event is written once, above its people")
        add("--published", action="store_true", help="the file holds published totals, not people")
        add("--review", type=Path, help="write what is to be decided here (CSV)")
        add("--decisions", type=Path, help="the review file, with decisions filled in")
        add("--write", action="store_true", help="write; without it: a dry run")
        add("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        board = self.board(options["board"])
        try:
            with options["file"].open("rb") as file:
                check_kind(file, options["file"].name)
                if options["published"]:
                    self.totals(file, board, options)
                else:
                    self.people(file, board, options)
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}.") from None
        except FileRefused as refused:
            hint = f" On the command line: {refused.option}" if refused.option else ""
            raise CommandError(f"{refused}{hint}") from None

    def people(self, file: Any, board: Board, options: dict[str, Any]) -> None:
        decisions = Decisions()
        if options["decisions"]:
            decisions = read_decisions(options["decisions"].read_text(encoding="utf-8-sig"))
        name = options["file"].name
        plan = plan_file(file, board, self.reading(options), decisions, file_name=name)
        written = False
        if options["write"] and plan.may_be_written:
            try:
                plan = apply_history(plan, actor=None)
                written = True
            except HistoryRefused as refused:
                plan = refused.plan
        if options["review"]:
            with options["review"].open("w", encoding="utf-8-sig", newline="") as out:
                write_review(plan.items, decisions, out)
        if options["format"] == "json":
            self.as_json(board, plan.counts(), plan.problems, written=written)
        else:
            self.problems(plan.problems)
            for line in summary_lines(plan.counts(), done=written):
                self.stdout.write(line)
            self.stdout.write(_last_line(plan, written=written, review=options["review"]))
        if not plan.may_be_written:
            raise SystemExit(1)

    def totals(self, file: Any, board: Board, options: dict[str, Any]) -> None:
        plan = published.plan_file(file, board, self.reading(options))
        written = bool(options["write"]) and not plan.errors
        if written:
            plan = published.apply_figures(plan, actor=None)
        if options["format"] == "json":
            self.as_json(board, plan.counts(), plan.problems, written=written)
        else:
            self.problems(plan.problems)
            for line in published.summary_lines(plan, done=written):
                self.stdout.write(line)
        if plan.errors:
            raise SystemExit(1)

    def reading(self, options: dict[str, Any]) -> Options:
        said = (
            from_yaml(options["mapping"].read_text(encoding="utf-8")) if options["mapping"] else {}
        )
        if options["everyone"]:
            said["everyone"] = standing(options["everyone"])
        if options["fill_down"]:
            said["fill_down"] = True
        said["columns"] = {**said.get("columns", {}), **_chosen(options["map"])}
        return Options(
            encoding=options["encoding"],
            sheet=options["sheet"],
            only_board=options["only_board"],
            **said,
        )

    def board(self, slug: str) -> Board:
        board = Board.objects.filter(slug=slug).first()
        if board is None:
            known = ", ".join(Board.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no board “{slug}”. The boards are: {known}.")
        return board

    def problems(self, problems: list[Problem]) -> None:
        for group in grouped(problems):
            value = f" “{group.value}”" if group.value else ""
            self.stdout.write(
                f"{group.severity}: {group.where}, {group.column}{value}: {group.message}"
            )
        if problems:
            self.stdout.write("")

    def as_json(
        self, board: Board, counts: dict[str, int], problems: list[Problem], *, written: bool
    ) -> None:
        answer = {
            "board": board.slug,
            "written": written,
            "counts": counts,
            "problems": [asdict(problem) for problem in problems],
        }
        self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))


def _chosen(pairs: list[str]) -> dict[str, str]:
    chosen = {}
    for pair in pairs:
        name, equals, heading = pair.partition("=")
        if not equals:
            raise CommandError(
                f"“{pair}”: write --map FIELD=COLUMN, for example --map name=Delegate."
            )
        chosen[name.strip()] = heading.strip()
    return chosen


def _last_line(plan: Plan, *, written: bool, review: Path | None) -> str:
    if plan.errors:
        return "Nothing was written: correct the errors first."
    if plan.undecided:
        hint = f"in {review}" if review else "in the file that --review FILE.csv writes"
        return (
            f"Nothing was written: fill in the decision column {hint}, and give it as --decisions."
        )
    if written:
        return "Nothing was new: nothing was written." if plan.changes_nothing else "Loaded."
    return "Nothing was written: this was a dry run. Add --write to load it."
