from typing import Any

from django.core.management.base import BaseCommand

from notices.actions import send_message
from notices.choices import MessageState
from notices.models import Message


class Command(BaseCommand):
    help = "Try again to send every message that still waits. Safe to run as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = Message.objects.filter(state=MessageState.WAITING).order_by("id")
        ids = list(waiting.values_list("pk", flat=True))
        for message_id in ids:
            send_message(message_id)
        self.stdout.write(f"{len(ids)} tried, {waiting.count()} still waiting.")
