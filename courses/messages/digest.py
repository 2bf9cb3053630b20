"""The officer's morning: what needs somebody, counted when the message leaves."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from courses.choices import EventState
from courses.dates import counted, day
from courses.hooks import event_counts
from courses.models import Event
from courses.viability import to_decide
from notices.kinds import Facts, NoLongerTrue
from notices.models import Message
from people.models import Board
from people.queries import site_url

NOTHING = "Nothing needs anybody today."
NAMED = 3
"""So many events are named; of more, how many there are."""


def things_to_do(board: Board) -> list[str]:
    """What needs the officers of a board, a line each with how many there are; only what there is."""
    now = timezone.now()
    events = Event.objects.filter(board=board, state=EventState.PUBLISHED).select_related("course")
    full = list(events.filter(starts_at__gt=now, places_taken__gte=F("capacity")))
    waited_for = event_counts.waiting([event.pk for event in full])
    messages = Message.objects.filter(board=board)
    low = events.filter(places_taken__lt=F("minimum_numbers"))
    found = [
        ("Registers to complete", _named(events.filter(ends_at__lt=now))),
        ("Coming events with too few people", _named(each.event for each in to_decide(low, now))),
        ("Full events that people wait for", _named(e for e in full if e.pk in waited_for)),
        ("Messages that did not arrive", _number(messages.lost().count())),
        ("Letters to print", _number(messages.to_print().count())),
    ]
    return [f"{words}: {what}" for words, what in found if what]


def _named(events: Iterable[Event]) -> str:
    """ "2 (Neglect, Tuesday 12 May 2026; …)": how many there are and the first of them; "" for none."""
    names = [f"{event.course.title}, {day(event.starts_at)}" for event in events]
    more = f"; and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{len(names)} ({'; '.join(names[:NAMED])}{more})" if names else ""


def _number(number: int) -> str:
    return str(number or "")


def values_of_digest(board: Board, name: str, found: list[str]) -> dict[str, str]:
    return {
        "name": name,
        "count": counted(len(found), "thing"),
        "list": "\n".join(found),
        "board": board.name,
        "office_link": f"{site_url(board)}/admin/",
    }


def digest_facts(message: Message) -> Facts:
    """Raises `NoLongerTrue` when there is nothing to do."""
    found = things_to_do(message.board)
    if not found:
        raise NoLongerTrue(NOTHING)
    return Facts(values_of_digest(message.board, message.to_name, found))


def sample_digest(board_id: int) -> Facts | None:
    board = Board.objects.select_related("site").get(pk=board_id)
    return Facts(values_of_digest(board, "Sam Example", things_to_do(board)))
