"""What time itself does to bookings, each round. Each may run twice at once: every step asks again under its lock."""

import datetime as dt

from . import actions

STEPS = (
    actions.expire_offers,
    actions.time_out_approvals,
    actions.release_unnamed,
    actions.release_unconfirmed,
    actions.fill_waiting_lists,
    actions.remind_managers,
    actions.ask_who_comes,
)
"""Places are freed before they are given out."""


def run(at: dt.datetime) -> int:
    """Returns how many bookings and places it changed."""
    return sum(step(at) for step in STEPS)
