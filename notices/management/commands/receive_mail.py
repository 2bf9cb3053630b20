import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notices.actions import note_inbound
from notices.inbound import Sort, read


class Command(BaseCommand):
    help = (
        "Reads mail that came back to the sending address and notes bounces, complaints and out-of-office "
        "answers on the messages they are about. One mail from standard input (a pipe of the mail "
        "server), or every new mail of a Maildir folder, which it moves from new/ to cur/. What a person "
        "wrote is left alone, and counted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--maildir", type=Path, metavar="FOLDER", help="a Maildir to go through"
        )

    def handle(self, *args: Any, maildir: Path | None, **options: Any) -> None:
        counts = {"noted": 0, "unknown": 0, "people": 0}
        for raw in self._mails(maildir):
            came = read(raw)
            if came.sort == Sort.PERSON:
                counts["people"] += 1
            else:
                counts["noted" if note_inbound(came) else "unknown"] += 1
        self.stdout.write(
            f"{counts['noted']} noted, {counts['unknown']} about no message of ours, "
            f"{counts['people']} written by people and left alone."
        )

    def _mails(self, maildir: Path | None) -> Iterator[bytes]:
        if maildir is None:
            yield sys.stdin.buffer.read()
            return
        if not (maildir / "new").is_dir():
            raise CommandError(f"{maildir} is no Maildir: it has no folder new/.")
        (maildir / "cur").mkdir(exist_ok=True)
        for path in sorted((maildir / "new").iterdir()):
            yield path.read_bytes()
            path.rename(maildir / "cur" / f"{path.name}:2,S")
