"""Takes a load of old attendance lists back; without --write it only says what would happen, without a number which
loads there are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookings.history.loads import loads_not_kept, loads_of
from bookings.history.taking_back import Outlook, TakeBackRefused, outlook_of, take_load_back
from bookings.models import HistoryLoad
from people.models import Board

NOT_KEPT = "made before loads were kept, and cannot be taken back"


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("load", nargs="?", type=int, help="the load's number")
        add("--board", required=True, help="slug of the board whose history it is")
        add("--why", default="", help="kept in the board's history; needed with --write")
        add("--keep-used", action="store_true", help="keep events that were worked on since")
        add("--write", action="store_true", help="take it back; without it: a dry run")

    def handle(self, *args: Any, **options: Any) -> None:
        board = Board.objects.filter(slug=options["board"]).first()
        if board is None:
            raise CommandError(f"There is no board “{options['board']}”.")
        if options["load"] is None:
            self.loads(board)
            return
        load = loads_of([board]).filter(pk=options["load"]).first()
        if load is None:
            raise CommandError(f"{board.short_name} has no load {options['load']}.")
        if not options["write"]:
            self.dry_run(load)
            return
        try:
            done = take_load_back(
                load.pk, why=options["why"], keep_used=options["keep_used"], actor=None
            )
        except TakeBackRefused as refused:
            if refused.outlook:
                self.used(refused.outlook)
            hint = f" On the command line: {refused.option}" if refused.option else ""
            raise CommandError(f"{refused}{hint}") from None
        self.say("Removed", done.goes_in_words)
        self.say("Stays", done.stays_in_words)

    def loads(self, board: Board) -> None:
        loads, not_kept = list(loads_of([board])), loads_not_kept([board])
        if not loads and not not_kept:
            self.stdout.write(f"{board.short_name} has loaded no old attendance lists.")
        for load in loads:
            state = f", taken back: {load.taken_back_why}" if load.taken_back_at else ""
            bookings = load.counts.get("booking", 0)
            self.stdout.write(
                f"{load.pk}: {load.file_name}, {load.loaded_at:%-d %B %Y}, {bookings} bookings{state}"
            )
        if not_kept:
            self.stdout.write(f"{not_kept} more {NOT_KEPT}.")

    def dry_run(self, load: HistoryLoad) -> None:
        if load.taken_back_at is not None:
            raise CommandError("This load has been taken back already.")
        outlook = outlook_of(load)
        self.used(outlook)
        self.say("Would remove", outlook.goes_in_words)
        self.say("Would stay", outlook.stays_in_words)
        self.stdout.write("Nothing was changed: this was a dry run. Add --write to take it back.")

    def used(self, outlook: Outlook) -> None:
        for words in outlook.used_in_words:
            self.stdout.write(f"Worked on since: {words}")
        if more := outlook.used - len(outlook.used_in_words):
            self.stdout.write(f"Worked on since: {more} more events")

    def say(self, what: str, words: list[str]) -> None:
        self.stdout.write(f"{what}: {', '.join(words) or 'nothing'}")
