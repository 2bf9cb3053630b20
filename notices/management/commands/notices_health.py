import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notices.health import health_of_outbox


class Command(BaseCommand):
    help = "Prints how the outbox is, as JSON; exit status 1 when something needs somebody."

    def handle(self, *args: Any, **options: Any) -> None:
        health = health_of_outbox()
        self.stdout.write(json.dumps(health.as_dict(), indent=2))
        if not health.is_well:
            raise CommandError(" ".join(health.problems))
