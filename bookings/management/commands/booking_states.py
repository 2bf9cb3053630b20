from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bookings.diagram import page

PAGE = "docs/booking-states.md"


class Command(BaseCommand):
    help = (
        f"Writes {PAGE}: the states of a booking drawn, and every transition with its actor, guard and effect, "
        "from bookings/machine.py."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; exit status 1 if the page is not what the machine says.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, due = settings.BASE_DIR / PAGE, page()
        if not options["check"]:
            path.write_text(due, encoding="utf-8")
            self.stdout.write(f"Written: {PAGE}")
            return
        if not path.exists() or path.read_text(encoding="utf-8") != due:
            raise CommandError(f"{PAGE} is stale. Run manage.py booking_states.")
        self.stdout.write(f"{PAGE} is what the machine says.")
