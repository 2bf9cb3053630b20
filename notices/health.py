"""How the outbox is, in numbers: for monitoring, for `manage.py notices_health` and for a person."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils import timezone

from .choices import Channel, MessageState
from .models import Message
from .queries import oldest_due

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Health:
    """`late_seconds`: how long the longest waiting e-mail is overdue. The rest are numbers of messages."""

    late_seconds: int
    due: int
    being_sent: int
    failed_today: int
    letters_to_print: int
    problems: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return not self.problems

    def as_dict(self) -> dict[str, object]:
        return {"is_well": self.is_well, **asdict(self)}


def health_of_outbox(at: dt.datetime | None = None) -> Health:
    """Four counting queries. `problems` holds a sentence for each limit of the settings that is passed."""
    at = at or timezone.now()
    since = oldest_due(at)
    late = int((at - since).total_seconds()) if since else 0
    failed = Message.objects.lost().filter(log__at__gte=at - DAY).distinct().count()
    problems = []
    if late > settings.NOTICES_LATE_SECONDS:
        problems.append(f"A message has been due for {late // 60} minutes. Is a sender running?")
    if failed > settings.NOTICES_FAILED_A_DAY:
        problems.append(f"{failed} messages failed within a day. Is the mail server well?")
    emails = Message.objects.filter(channel=Channel.EMAIL)
    return Health(
        late_seconds=late,
        due=Message.objects.due(at).count(),
        being_sent=emails.filter(state=MessageState.SENDING).count(),
        failed_today=failed,
        letters_to_print=Message.objects.to_print().count(),
        problems=tuple(problems),
    )
