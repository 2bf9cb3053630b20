"""What an event may say for itself, described as the sections of a policy are."""

# ruff: noqa: RUF009 - `key` makes a field, as dataclasses.field does
from dataclasses import dataclass

from bookings.policy.keys import MOST_PENCE, Pence, key
from bookings.policy.schema import Channel, MixRule


@dataclass(frozen=True, kw_only=True)
class OwnRules:
    """What an event may say for itself; the rest is the board's policy."""

    charge_group: str = key("The kind of course that its price goes by.", default="")
    price_pence: Pence | None = key(
        "Counts where the board's rules leave the price to the event.",
        default=None,
        unit="pence",
        most=MOST_PENCE,
    )
    channel: Channel | None = key("Otherwise as the board's rules say.", default=None)
    mix: tuple[MixRule, ...] | None = key("Otherwise as the board's rules say.", default=None)
