"""What the floors above do and know when staff say how a board sees an agency: they register here."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .choices import ContributorCategory
    from .models import Agency, Board, User


class StandingHook(Protocol):
    """Runs inside the change's transaction, after the standing is written."""

    def __call__(
        self, agency: "Agency", board: "Board", *, actor: "User | None", at: dt.datetime
    ) -> object: ...


@dataclass(frozen=True)
class Settled:
    """What one thing of somebody's would become: "£0 to £150" would be "£75"."""

    what: str
    whose: str
    before: str
    after: str


class Outlook(Protocol):
    """What a standing would settle, without settling it."""

    def __call__(
        self,
        agency: "Agency",
        board: "Board",
        *,
        category: "ContributorCategory",
        in_area: bool,
    ) -> Sequence[Settled]: ...


class Unsettled(Protocol):
    """How many things of each agency (by id) wait to be settled; agencies without any are absent."""

    def __call__(self, board: "Board", agency_ids: Collection[int]) -> Mapping[int, int]: ...


def _nothing(
    agency: "Agency", board: "Board", *, category: "ContributorCategory", in_area: bool
) -> Sequence[Settled]:
    return ()


def _none(board: "Board", agency_ids: Collection[int]) -> Mapping[int, int]:
    return {}


@dataclass
class StandingHooks:
    """`set`: functions that act. `outlook` and `unsettled`: what the floor of bookings knows."""

    set: list[StandingHook] = field(default_factory=list)
    outlook: Outlook = _nothing
    unsettled: Unsettled = _none


standing_hooks = StandingHooks()
