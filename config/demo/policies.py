"""The boards' booking rules, invented, each from a file beside this one."""

import datetime as dt
from pathlib import Path

from bookings.actions import publish_policy
from bookings.policy.documents import policy_from_yaml
from people.choices import Role

from .world import World

FILES = Path(__file__).parent / "policies"
IN_FORCE_FOR = dt.timedelta(days=500)


def build_policies(world: World, *, today: dt.date) -> None:
    """Each board's rules, in force through the year that is shown; the year 2014-15 was booked without any."""
    for slug, board in world.boards.items():
        reading = policy_from_yaml((FILES / f"{slug}.yaml").read_text())
        assert reading.policy is not None, reading.problems  # noqa: S101  files of our own
        publish_policy(
            board,
            reading.policy,
            starts_on=today - IN_FORCE_FOR,
            note="Invented for the demo",
            actor=world.accounts[Role.OFFICER],
        )
