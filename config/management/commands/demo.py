from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.build import build_demo, demo_is_built, sign_in_lines


class Command(BaseCommand):
    help = (
        "Builds the demo: 2014-15 of Cheshire West and Chester with its published figures, and a "
        "current year. People and dates are invented. The same every time, relative to today."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing when the demo is there already."
        )
        parser.add_argument(
            "--sign-ins", action="store_true", help="Only print the sign-in of each demo role."
        )
        parser.add_argument("--host", default="localhost", help="Host name of the first site.")
        parser.add_argument("--port", type=int, default=8000, help="Port of the sites.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["sign_ins"] and not self._build(options):
            return
        for line in sign_in_lines():
            self.stdout.write(line)

    def _build(self, options: dict[str, Any]) -> bool:
        if demo_is_built():
            if options["if_empty"]:
                return False
            raise CommandError(
                "The demo is built already. To build it anew, use an empty database."
            )
        build_demo(
            lambda step: self.stdout.write(f"  {step}"),
            host=options["host"],
            port=options["port"],
        )
        return True
