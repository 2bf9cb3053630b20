"""Reading messages, words and settings."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Min

from .choices import Channel, MessageState, OffsetUnit
from .hours import Hours
from .kinds import Kind, Offset
from .models import Message, NoticeSetting, SendingHours, Suppression, Wording


@dataclass(frozen=True)
class Choice:
    """What a board has chosen for a kind of notice, or the kind's defaults."""

    is_on: bool
    copy_to_manager: bool
    offset: Offset | None


def choice_of(board_id: int, kind: Kind) -> Choice:
    row = NoticeSetting.objects.filter(board_id=board_id, kind=kind.code).first()
    return _choice(kind, row)


def choices_of(board_id: int, kinds: list[Kind]) -> Mapping[str, Choice]:
    """By kind code, in one query."""
    rows = {row.kind: row for row in NoticeSetting.objects.filter(board_id=board_id)}
    return {kind.code: _choice(kind, rows.get(kind.code)) for kind in kinds}


def choices_by_board(kinds: list[Kind]) -> Mapping[int, Mapping[str, Choice]]:
    """Every board's choices, by board id and kind code: two queries however many boards there are."""
    rows = {(row.board_id, row.kind): row for row in NoticeSetting.objects.all()}
    boards = NoticeSetting._meta.get_field("board").related_model._default_manager
    return {
        board_id: {kind.code: _choice(kind, rows.get((board_id, kind.code))) for kind in kinds}
        for board_id in boards.values_list("pk", flat=True)
    }


def _choice(kind: Kind, row: NoticeSetting | None) -> Choice:
    if row is None:
        return Choice(is_on=True, copy_to_manager=kind.copies_to_manager, offset=kind.schedule)
    offset = kind.schedule
    if offset is not None and row.amount is not None and row.unit:
        offset = Offset(row.amount, OffsetUnit(row.unit), row.at_time, offset.is_after)
    return Choice(
        is_on=row.is_on or not kind.may_be_off, copy_to_manager=row.copy_to_manager, offset=offset
    )


def latest_wording(board_id: int, kind: Kind) -> Wording | None:
    """The version in force; None while the default words are."""
    latest = Wording.objects.filter(board_id=board_id, kind=kind.code).first()
    return None if latest is None or latest.is_default else latest


def words_of(board_id: int, kind: Kind) -> tuple[str, str]:
    """Subject and body, with placeholders: the board's own, or the default."""
    own = latest_wording(board_id, kind)
    return (own.subject, own.body) if own else (kind.subject, kind.body)


def kinds_in_own_words(board_id: int) -> frozenset[str]:
    """Codes of the kinds for which the board's own words are in force, in one query."""
    versions = Wording.objects.filter(board_id=board_id).order_by("made_at", "pk")
    latest = dict(versions.values_list("kind", "is_default"))
    return frozenset(kind for kind, is_default in latest.items() if not is_default)


def hours_of(board_id: int) -> Hours:
    row = SendingHours.objects.filter(board_id=board_id).first()
    if row is None:
        return Hours()
    return Hours(row.opens_at, row.closes_at, row.weekends, row.bank_holidays)


def is_suppressed(email: str) -> bool:
    return bool(suppressed({email.lower()}))


def suppressed(emails: Collection[str]) -> set[str]:
    """Of `emails` (in lower case), those that nothing is sent to."""
    return set(Suppression.objects.filter(email__in=emails).values_list("email", flat=True))


def oldest_due(at: dt.datetime) -> dt.datetime | None:
    """Since when the longest waiting e-mail should have left; None while nothing is late."""
    due = Message.objects.filter(
        state=MessageState.WAITING, channel=Channel.EMAIL, send_after__lte=at
    )
    return due.aggregate(since=Min("send_after"))["since"]
