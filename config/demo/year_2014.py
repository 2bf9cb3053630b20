"""April 2014 – March 2015 for Cheshire West and Chester.

Published, and so exact: 1,040 places, 936 attended; 99 Children's Social Care attendances on the
mandatory child sexual exploitation course; Housing 63 across Alerter, Neglect and Domestic Abuse;
voluntary, community and faith 79; 282 on CSE basic awareness; Neglect levels 2 and 3 once each; room
hire £4,874 against £6,538 the year before with fewer events. Source: the board's annual report 2014-15.

Invented, and labelled so (`Event.is_invented`): everything else, among it how the remaining attendances
fall on agencies and courses, who cancelled or did not come, all dates and all people.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from courses.models import Course
from people.models import Agency

from .runs import Turnout, hold_event, plan_event
from .world import World

# Attendances by sector (rows) and course (columns). Row and column sums are checked by the demo's test.
COURSES = ("CSE1", "NEG2", "NEG3", "ALE", "DA", "WT", "DC", "GCP")
ATTENDED: dict[str, tuple[int, ...]] = {
    "Children's Social Care": (99, 5, 8, 8, 25, 37, 28, 30),
    "Education": (76, 5, 3, 40, 25, 60, 10, 13),
    "Health": (35, 3, 4, 15, 22, 40, 15, 16),
    "Police": (30, 1, 2, 6, 15, 12, 4, 2),
    "Housing": (0, 7, 5, 25, 26, 0, 0, 0),
    "Voluntary, community and faith": (20, 3, 2, 25, 14, 12, 2, 1),
    "Probation": (5, 1, 0, 6, 7, 6, 4, 1),
    "Youth Offending": (13, 1, 1, 8, 4, 6, 4, 3),
    "Adults' Social Care": (4, 1, 1, 10, 3, 5, 2, 4),
}
# Runs and places of each: 12 × 25 + 2 × 30 + 8 × 20 + 8 × 20 + 10 × 20 + 4 × 20 + 4 × 20 = 1,040.
RUNS: dict[str, tuple[int, int]] = {
    "CSE1": (12, 25),
    "NEG2": (1, 30),
    "NEG3": (1, 30),
    "ALE": (8, 20),
    "DA": (8, 20),
    "WT": (10, 20),
    "DC": (4, 20),
    "GCP": (4, 20),
}
ROOM_HIRE_PENCE = 487_400
ROOM_HIRE_PENCE_BEFORE = 653_800
HIRED_ROOMS = 10
EVENTS_BEFORE, PLACES_BEFORE, ATTENDED_BEFORE = 36, 10, 8
# Housing's and the voluntary sector's published figures are places taken; so that "taken" and
# "attended" agree, the demo invents no cancellation, absence or walk-in for them.
EXACT_SECTORS = ("Housing", "Voluntary, community and faith")
YEAR_STARTS = dt.date(2014, 4, 1)


def build_2014(world: World, courses: dict[str, Course], progress: Callable[[str], None]) -> None:
    """Two financial years of completed events; the second adds up to the published figures."""
    progress("April 2013 to March 2014: 36 events")
    _year_before(world, courses)
    hire = _split(ROOM_HIRE_PENCE, HIRED_ROOMS)
    for code, (runs, capacity) in RUNS.items():
        progress(f"April 2014 to March 2015: {courses[code].title}")
        for number, turnout in enumerate(_turnouts(world, code, runs, capacity)):
            event = plan_event(
                courses[code],
                _day(YEAR_STARTS, number, runs, offset=COURSES.index(code)),
                world,
                capacity=capacity,
                venue=number,
                room_hire_pence=next(hire, 0),
            )
            hold_event(event, turnout, world)


def _year_before(world: World, courses: dict[str, Course]) -> None:
    hire = _split(ROOM_HIRE_PENCE_BEFORE, HIRED_ROOMS)
    everyone = [agency for agencies in world.agencies.values() for agency in agencies]
    for number in range(EVENTS_BEFORE):
        event = plan_event(
            courses["ALE" if number % 2 else "WT"],
            _day(YEAR_STARTS.replace(year=2013), number, EVENTS_BEFORE, offset=number % 2),
            world,
            capacity=PLACES_BEFORE,
            venue=number,
            room_hire_pence=next(hire, 0),
        )
        came = world.rng.sample(everyone, ATTENDED_BEFORE)
        hold_event(event, Turnout(attended=came), world)


def _turnouts(world: World, code: str, runs: int, capacity: int) -> Iterator[Turnout]:
    """Deals a course's attendances onto its runs, one short of full at most where people failed to come."""
    column = COURSES.index(code)
    exact = [a for s in EXACT_SECTORS for a in _agencies(world, s, ATTENDED[s][column])]
    others = [
        agency
        for sector, counts in ATTENDED.items()
        if sector not in EXACT_SECTORS
        for agency in _agencies(world, sector, counts[column])
    ]
    world.rng.shuffle(others)
    walked_in, booked = others[: runs // 2], others[runs // 2 :]
    expected = exact + booked
    world.rng.shuffle(expected)
    for run in range(runs):
        came = expected[run::runs]
        free = capacity - len(came)
        yield Turnout(
            attended=came,
            walked_in=walked_in[run::runs],
            no_show=booked[run : run + min(free, 1 + run % 2)],
            cancelled=booked[-1 - run % 3 :][: 1 + run % 3],
        )


def _agencies(world: World, sector: str, count: int) -> list[Agency]:
    choices = world.agencies[sector]
    return [choices[i % len(choices)] for i in range(count)]


def _day(first: dt.date, number: int, runs: int, *, offset: int) -> dt.date:
    """Evenly through the year from `first`, on a weekday, at least a fortnight before its end."""
    day = first + dt.timedelta(days=14 + offset * 3 + number * 320 // runs)
    return day + dt.timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def _split(pence: int, parts: int) -> Iterator[int]:
    """`pence` in `parts` nearly equal amounts that add up to it."""
    return (pence // parts + (1 if i < pence % parts else 0) for i in range(parts))
