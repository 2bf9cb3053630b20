"""The officer's morning: what needs somebody, counted when the message leaves."""

from django.db.models import F
from django.utils import timezone

from courses.choices import EventState
from courses.dates import counted
from courses.hooks import event_counts
from courses.models import Event
from notices.kinds import Facts, NoLongerTrue
from notices.models import Message
from people.models import Board
from people.queries import site_url

NOTHING = "Nothing needs anybody today."


def things_to_do(board: Board) -> list[tuple[str, int]]:
    """What needs the officers of a board, as (words, how many); only what there is."""
    now = timezone.now()
    events = Event.objects.filter(board=board, state=EventState.PUBLISHED)
    full = events.filter(starts_at__gt=now, places_taken__gte=F("capacity"))
    waited_for = event_counts.waiting(full.values_list("pk", flat=True))
    messages = Message.objects.filter(board=board)
    found = [
        ("Registers to complete", events.filter(ends_at__lt=now).count()),
        (
            "Coming events with too few people",
            events.filter(starts_at__gt=now, places_taken__lt=F("minimum_numbers")).count(),
        ),
        ("Full events that people wait for", len(waited_for)),
        ("Messages that did not arrive", messages.lost().count()),
        ("Letters to print", messages.to_print().count()),
    ]
    return [(words, number) for words, number in found if number]


def values_of_digest(board: Board, name: str, found: list[tuple[str, int]]) -> dict[str, str]:
    return {
        "name": name,
        "count": counted(len(found), "thing"),
        "list": "\n".join(f"{words}: {number}" for words, number in found),
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
