from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bookings.invariants import INVARIANTS, check_all

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Checks what must always be true of places, bookings, registers, waiting lists and messages. Reads only; "
        "exit status 1 and a list when something is broken. Run it hourly and after every restore."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help=f"List every problem, not {SHOWN} of each kind."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        problems = check_all()
        listed: Counter[str] = Counter()
        for problem in problems:
            listed[problem.invariant] += 1
            if options["all"] or listed[problem.invariant] <= SHOWN:
                self.stdout.write(f"{problem.invariant}: {problem.text}")
        if problems:
            raise CommandError(
                f"{len(problems)} problems, in {len(listed)} of {len(INVARIANTS)} invariants."
            )
        self.stdout.write(f"All {len(INVARIANTS)} invariants hold.")
