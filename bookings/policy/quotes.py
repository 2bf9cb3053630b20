"""What the engine answers with."""

import datetime as dt
from dataclasses import dataclass

from .choices import ChannelKind


@dataclass(frozen=True)
class Reason:
    """Why: `code` names it, `message` says it, `rule` is the path of the rule in the document or empty."""

    code: str
    message: str
    rule: str = ""


@dataclass(frozen=True)
class Quote:
    """An amount in pence, and why. `rule` is the path of the rule that decided.

    While the agency's category or area is not verified the quote is provisional: the final amount lies from
    `low_pence` to `high_pence`, and `pence` is the highest unless the policy prices unverified agencies.
    """

    pence: int
    low_pence: int
    high_pence: int
    provisional: bool
    rule: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Stretch:
    """Up to and including `until`, cancelling costs `quote`; the stretch starts where the one before ends."""

    until: dt.datetime
    quote: Quote


@dataclass(frozen=True)
class BookingAnswer:
    """May they book? `reasons` say why not, `warnings` what to think of first; all of them at once.

    `needs_staff` and `needs_manager` say whose agreement is still missing before the place is confirmed.
    """

    may_book: bool
    needs_staff: bool
    needs_manager: bool
    channel: ChannelKind
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
