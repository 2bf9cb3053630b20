"""The states of a booking as a page: a diagram in Mermaid's notation, and the same as tables of words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .choices import LIVE_STATES, PLACE_STATES, BookingState
from .machine import TRANSITIONS, Transition

HEAD = """\
# The states of a booking

Written by `manage.py booking_states` from `bookings/machine.py`; a test fails when the two differ. Every change
of state goes through `bookings/actions/moving.py`, which refuses what is not an arrow here and writes each one
down: who, when, from, to, why. [0008](decisions/0008-one-machine-one-settlement.md) says why there is one machine.
"""
NOWHERE = "[*]"


def page() -> str:
    """The whole of docs/booking-states.md."""
    return "\n".join((HEAD, *_diagram(), "", *_states(), "", *_arrows()))


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in BookingState:
        yield f'    state "{state.label}" as {state.value}'
    for (source, to), verbs in _between(TRANSITIONS).items():
        yield f"    {source} --> {to}: {' / '.join(verbs)}"
    yield "```"


def _between(transitions: Iterable[Transition]) -> dict[tuple[str, str], list[str]]:
    """The verbs of the arrows between two states: they are drawn as one."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in transitions:
        found[each.source.value if each.source else NOWHERE, each.to.value].append(each.verb)
    return found


def _states() -> Iterator[str]:
    yield "## States"
    yield ""
    yield from _table(
        ("state", "on screen", "live", "holds a place"),
        (
            (s.value, s.label, _tick(s in LIVE_STATES), _tick(s in PLACE_STATES))
            for s in BookingState
        ),
    )
    yield ""
    yield "A person has at most one live booking for an event. A walk-in is booked and holds no place."


def _arrows() -> Iterator[str]:
    yield "## Transitions"
    yield ""
    yield from _table(
        ("verb", "from", "to", "actor", "guard", "effect"),
        (
            (
                t.verb,
                t.source.value if t.source else "(new)",
                t.to.value,
                t.actor,
                t.guard,
                t.effect,
            )
            for t in TRANSITIONS
        ),
    )
    yield ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _row(head)
    yield _row("---" for _ in head)
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _tick(holds: bool) -> str:
    return "yes" if holds else ""
