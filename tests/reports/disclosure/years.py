"""Years to attack: drawn at random, small, and full of noughts and small numbers."""

import random

from reports.disclosure.family import QUARTERS, Columns, Unit, Year

COLUMNS = Columns(
    outcomes=("came", "no_show", "early", "late", "walk_in"),
    of={
        "booked": ("came", "no_show", "early", "late"),
        "cancelled": ("early", "late"),
        "early": ("early",),
        "late": ("late",),
        "no_show": ("no_show",),
        "walk_in": ("walk_in",),
        "attended": ("came", "walk_in"),
    },
    identities=(
        (("booked", "walk_in"), ("attended", "no_show", "cancelled")),
        (("cancelled",), ("early", "late")),
    ),
    fit_in_the_room=("came", "no_show"),
)
UNITS = (Unit(1, 1), Unit(1, 2), Unit(2, 3))
COURSES = (1, 2)
OF_OUTCOME = {
    "came": (0, 0, 1, 3, 6, 9),
    "no_show": (0, 0, 0, 1, 2),
    "early": (0, 0, 0, 1, 5),
    "late": (0, 0, 0, 0, 1),
    "walk_in": (0, 0, 0, 0, 1),
}


def drawn_year(seed: int, *, quarters: tuple[str, ...] = QUARTERS) -> Year:
    draw = random.Random(seed)
    counts = {
        (unit, course, quarter, outcome): draw.choice(numbers)
        for unit in UNITS
        for course in COURSES
        for quarter in quarters
        for outcome, numbers in OF_OUTCOME.items()
    }
    attended = sum(n for (*_, outcome), n in counts.items() if outcome in ("came", "walk_in"))
    few = min(attended, draw.randint(1, 6))
    return Year(
        COLUMNS,
        counts,
        roles={"1": few, "2": attended - few},
        groups={"topic:1": frozenset({1}), "level:1": frozenset({1, 2})},
        places={
            (course, quarter): 2
            + sum(
                n
                for (_, c, q, outcome), n in counts.items()
                if (c, q) == (course, quarter) and outcome in COLUMNS.fit_in_the_room
            )
            for course in COURSES
            for quarter in quarters
        },
        quarters=quarters,
    )
