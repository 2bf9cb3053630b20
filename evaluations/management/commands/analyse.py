"""`manage.py analyse ANSWERS.csv`: our figures from anyone's answers, so that they can be checked."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.analysis.analyse import Settings, analyse
from evaluations.analysis.output import as_json, as_text
from evaluations.analysis.reading import OPTIONAL, REQUIRED, BadTable, read_table
from evaluations.analysis.table import Table
from evaluations.statistics.headline import MINIMUM_PAIRS

SHOWN = 40


def _columns() -> str:
    """The columns, as the help prints them."""
    lines = [f"  {name:8} {words}" for name, words in REQUIRED.items()]
    lines += ["may be left out:", *(f"  {name:8} {words}" for name, words in OPTIONAL.items())]
    return "columns of the file, in any order, under headings:\n" + "\n".join(lines)


class Command(BaseCommand):
    help = (
        "Works out every statistic of evaluation from a table of answers: one row for each person, wave "
        "and item, as CSV in UTF-8. Reads the file and no database. docs/analyse.md explains the figures."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = _columns()
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("answers", type=Path, metavar="ANSWERS.csv")
        parser.add_argument(
            "--format", choices=("json", "text"), default="json", help="Default: json."
        )
        parser.add_argument(
            "--invited",
            type=_count,
            metavar="N",
            help="How many people were invited. Default: everybody in the file.",
        )
        parser.add_argument(
            "--minimum-pairs",
            type=_count,
            default=MINIMUM_PAIRS,
            metavar="N",
            help=f"No headline from fewer people. Default: {MINIMUM_PAIRS}.",
        )
        parser.add_argument(
            "--minimum-answered",
            type=_part,
            default=0.5,
            metavar="SHARE",
            help="The share of a scale's items needed for its score, 0 to 1. Default: 0.5.",
        )
        parser.add_argument(
            "--run", metavar="EVENT", help="Set this event beside the other events of the file."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["answers"]
        table = self._read(path)
        if options["run"] is not None and options["run"] not in table.event_names:
            known = ", ".join(table.event_names)
            raise CommandError(f"There is no event {options['run']} in {path}. There are: {known}.")
        if options["invited"] is not None and options["invited"] < len(table.people):
            raise CommandError(
                f"{options['invited']} were invited, but {path} has {len(table.people)} people."
            )
        settings = Settings(
            invited=options["invited"],
            minimum_pairs=options["minimum_pairs"],
            minimum_answered=options["minimum_answered"],
            run=options["run"],
        )
        write = as_json if options["format"] == "json" else as_text
        self.stdout.write(write(analyse(table, settings)), ending="")

    def _read(self, path: Path) -> Table:
        try:
            return read_table(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(
                f"{path} is not UTF-8 (byte {error.start + 1:,}). Save it as “CSV UTF-8”."
            ) from error
        except BadTable as error:
            lines = [f"  {problem}" for problem in error.problems[:SHOWN]]
            if len(error.problems) > SHOWN:
                lines.append(f"  and {len(error.problems) - SHOWN:,} more")
            raise CommandError(
                f"{path} was not analysed: nothing was computed. Correct these and try again.\n"
                + "\n".join(lines)
            ) from error


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number.")
    return int(text)


def _part(text: str) -> float:
    try:
        part = float(text)
    except ValueError:
        part = -1.0
    if not 0 <= part <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share between 0 and 1.")
    return part
