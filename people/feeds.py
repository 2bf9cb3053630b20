"""The secret in a private calendar address, and who may have which address."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from .choices import FeedPurpose, Role
from .models import Agency, Board, CalendarFeed
from .permissions import is_trainer_for, may_run_board
from .queries import agencies_with_role

if TYPE_CHECKING:
    from .models import User

SECRET_LENGTH = 40


@dataclass(frozen=True)
class Offer:
    """A feed that somebody may have, and the one they have (None: not made yet)."""

    purpose: FeedPurpose
    agency: Agency | None
    feed: CalendarFeed | None


def secret_of(feed: CalendarFeed) -> str:
    """What makes the address of `feed` impossible to guess: 160 bits, of the row's nonce and our key."""
    mac = salted_hmac("people.feeds", f"{feed.pk}:{feed.nonce}", algorithm="sha256")
    return mac.hexdigest()[:SECRET_LENGTH]


def feed_at(board: Board, feed_id: int, secret: str) -> CalendarFeed | None:
    """The live feed of an address at `board`, if its owner may still have it; None otherwise."""
    feed = (
        CalendarFeed.objects.filter(pk=feed_id, board=board, revoked_at__isnull=True)
        .select_related("owner", "board", "agency")
        .first()
    )
    if feed is None or not constant_time_compare(secret_of(feed), secret):
        return None
    return feed if may_have(feed.owner, feed) else None


def may_have(user: "User", feed: CalendarFeed) -> bool:
    """Whether `user` is active and still holds the role that the feed's purpose asks for."""
    if not user.is_active:
        return False
    if feed.purpose == FeedPurpose.DELIVERY:
        return is_trainer_for(user, feed.board)
    if feed.purpose == FeedPurpose.BOARD:
        return may_run_board(user, feed.board)
    if feed.purpose == FeedPurpose.AGENCY:
        return _led_by(user, feed.board).filter(pk=feed.agency_id or 0).exists()
    return True


def live_feeds_of(user: "User") -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(owner=user.pk, revoked_at__isnull=True)


def offers_for(user: "User", board: Board) -> list[Offer]:
    """Every feed that `user` may have at `board`, made or not."""
    live = live_feeds_of(user).filter(board=board)
    made = {(feed.purpose, feed.agency_id): feed for feed in live}
    wanted: list[tuple[FeedPurpose, Agency | None]] = [(FeedPurpose.TRAINING, None)]
    if is_trainer_for(user, board):
        wanted.append((FeedPurpose.DELIVERY, None))
    wanted += [(FeedPurpose.AGENCY, agency) for agency in _led_by(user, board)]
    if may_run_board(user, board):
        wanted.append((FeedPurpose.BOARD, None))
    return [
        Offer(purpose, agency, made.get((purpose, agency.pk if agency else None)))
        for purpose, agency in wanted
    ]


def _led_by(user: "User", board: Board) -> QuerySet[Agency]:
    return agencies_with_role(user, Role.AGENCY_LEAD).filter(boards=board)
