"""`manage.py annual_report ...`: showing, signing off and verifying annual reports, and checking printed sums."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.models import Board, User
from reports.actions import make_edition
from reports.annual import actions
from reports.annual.acceptance import Held, held
from reports.annual.arithmetic import Unreadable
from reports.annual.building import chapter_of, read, readings_of
from reports.annual.chapter import differences, sha256_of
from reports.annual.hiding import waits_for
from reports.annual.rules import NotNow
from reports.annual.writers import FILES
from reports.models import AnnualReport
from reports.periods import financial_year


class Command(BaseCommand):
    help = "The training chapter of a board's annual report."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="WHAT")
        show = self._verb(verbs, "show", self.show, "Writes a report as a file. Reads only.")
        show.add_argument("--format", choices=tuple(FILES), default="json", help="Default: json.")
        show.add_argument("--output", type=Path, help="The file to write; else standard output.")
        sign = self._verb(verbs, "sign_off", self.sign_off, "Freezes a draft for good.")
        sign.add_argument("--by", required=True, metavar="EMAIL", help="Who signs it off.")
        verify = self._verb(
            verbs, "verify", self.verify, "Whether a signed report is unchanged. Reads only."
        )
        verify.add_argument(
            "--file", type=Path, help="A JSON file of the report, in place of the stored one."
        )
        checks = self._verb(
            verbs,
            "checks",
            self.checks,
            "Holds printed sums against what they come to. Reads only.",
        )
        checks.add_argument(
            "file", type=Path, help="CSV with id, what, formula, computed, printed, agrees, note."
        )

    def _verb(self, verbs: Any, name: str, run: Any, text: str) -> CommandParser:
        parser: CommandParser = verbs.add_parser(name, help=text, description=text)
        parser.set_defaults(run=run)
        parser.add_argument("--board", required=True, metavar="SLUG")
        parser.add_argument(
            "--year", required=True, type=int, help="The year in which the financial year began."
        )
        parser.add_argument("--edition", type=int, help="Default: the newest.")
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        options["run"](options)

    def show(self, options: dict[str, Any]) -> None:
        report = _report(options)
        content = FILES[options["format"]].write(read(report, at=timezone.now()), report)
        output: Path | None = options["output"]
        if output is not None:
            output.write_bytes(content)
            self.stderr.write(f"Wrote {output}.")
        elif options["format"] == "pdf":
            raise CommandError("A PDF cannot be shown here: add --output FILE.pdf.", returncode=2)
        else:
            self.stdout.write(content.decode(), ending="")

    def sign_off(self, options: dict[str, Any]) -> None:
        user = User.objects.filter(email__iexact=options["by"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['by']}.")
        report, now = _report(options), timezone.now()
        for first in (report.year - 1, report.year):
            make_edition(report.board, first, at=now)
        try:
            signed = actions.sign_off(report.pk, actor=user, at=now)
        except NotNow as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{signed} is signed off. SHA-256: {signed.sha256}")

    def verify(self, options: dict[str, Any]) -> None:
        report = _report(options)
        if not report.is_signed:
            raise CommandError(f"{report} is not signed off yet.")
        path: Path | None = options["file"]
        found = sha256_of(path.read_bytes() if path else report.frozen.encode())
        if found != report.sha256:
            raise CommandError(
                f"{report} is not as it was signed off: SHA-256 {found}, at sign-off {report.sha256}."
            )
        self.stdout.write(f"{report} is as it was signed off. SHA-256: {report.sha256}")
        now = timezone.now()
        if waits := waits_for(report.board, report.period, today=timezone.localdate(now)):
            self.stdout.write(f"What has changed since cannot be told now. {waits}")
            return
        for each in differences(read(report, at=now), chapter_of(report, at=now)):
            self.stdout.write(
                f"Changed since: {each.what}: {each.signed or 'nothing'} then, {each.now or 'nothing'} now"
            )

    def checks(self, options: dict[str, Any]) -> None:
        board = _board(options["board"])
        today = timezone.localdate()
        readings = readings_of(board, financial_year(options["year"]), today=today)
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                lines = held(file, readings.own, is_ours=lambda source: board.short_name in source)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        except Unreadable as error:
            raise CommandError(str(error)) from None
        for line in lines:
            self.stdout.write(_told(line))
        strange = [line.id for line in lines if not line.as_expected and not line.wrong]
        wrong = [line.id for line in lines if line.wrong]
        said = [f"Otherwise than the file says: {', '.join(strange)}."] if strange else []
        said += [f"Cannot be worked out: {', '.join(wrong)}."] if wrong else []
        if said:
            raise CommandError(" ".join(said))


def _told(line: Held) -> str:
    if line.wrong:
        return f"{line.id} {line.what}: cannot be worked out. {line.wrong}"
    verdict = "agrees" if line.agrees else "discrepancy"
    said = f"{line.id} {line.what}: comes to {line.comes_to}, printed {line.printed}: {verdict}"
    if line.ours:
        said += f"; ours {line.ours}: {'agrees' if line.ours_agrees else 'discrepancy'}"
    return f"{said}. {line.note}".rstrip()


def _board(slug: str) -> Board:
    board = Board.objects.filter(slug=slug).first()
    if board is None:
        slugs = ", ".join(Board.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"There is no board {slug}. There are: {slugs}.")
    return board


def _report(options: dict[str, Any]) -> AnnualReport:
    board = _board(options["board"])
    reports = AnnualReport.objects.select_related("board").filter(board=board, year=options["year"])
    if options["edition"]:
        reports = reports.filter(edition=options["edition"])
    report = reports.order_by("-edition").first()
    if report is None:
        raise CommandError(f"{board} has no annual report of {options['year']}.")
    return report
