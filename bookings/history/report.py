"""A plan in words and in JSON, for the command and the preview page."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from .plan import Plan
from .review import Kind
from .words import SAID

MOST_PROBLEMS = 5_000
MOST_ITEMS = 2_000


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def summary_lines(counts: Mapping[str, int], *, done: bool = False) -> list[str]:
    """The counts of a plan, one sentence a line; what is nought is left out."""
    made = "made" if done else "to make"
    n = counts
    lines = [
        (n["rows"], f"{_count(n['rows'], 'row')} read"),
        (n["left_out"], f"{_count(n['left_out'], 'row')} of other boards left out"),
        (n["known"], f"{_count(n['known'], 'row')} loaded before, left alone"),
        (n["skipped"], f"{_count(n['skipped'], 'row')} skipped, as decided"),
        (n["doubles"], f"{_count(n['doubles'], 'row')} said already by another row"),
        (n["events_create"], f"{_count(n['events_create'], 'event')} {made}"),
        (
            n["places_unknown"],
            f"{_count(n['places_unknown'], 'event')} without a number of places: reports show none",
        ),
        (n["times_unknown"], f"{_count(n['times_unknown'], 'event')} without times"),
        (n["events_add_to"], f"{_count(n['events_add_to'], 'event')} there already, added to"),
        (n["courses_create"], f"{_count(n['courses_create'], 'course')} {made}, archived"),
        (n["people_match"], f"{_count(n['people_match'], 'person', 'people')} known already"),
        (n["people_create"], f"{_count(n['people_create'], 'person', 'people')} {made}"),
        (n["agencies_match"], f"{_count(n['agencies_match'], 'agency', 'agencies')} known already"),
        (n["agencies_create"], f"{_count(n['agencies_create'], 'agency', 'agencies')} {made}"),
        *(
            (n[f"bookings_{standing}"], f"{_count(n[f'bookings_{standing}'], 'booking')}: {said}")
            for standing, said in SAID.items()
        ),
        (
            n["undecided_status"],
            f"{_count(n['undecided_status'], 'word')} for attendance undecided",
        ),
        (n["undecided_agency"], f"{_count(n['undecided_agency'], 'agency', 'agencies')} undecided"),
        (n["undecided_person"], f"{_count(n['undecided_person'], 'person', 'people')} undecided"),
        (n["errors"], _count(n["errors"], "error")),
        (n["notes"], _count(n["notes"], "note")),
    ]
    return [line for number, line in lines if number]


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """What the preview page shows, small enough to keep with the upload: lists are cut, counts are not."""
    first = [item for kind in Kind for item in plan.items if item.kind == kind]
    return {
        "counts": plan.counts(),
        "changes_nothing": plan.changes_nothing,
        "items": [asdict(item) for item in first[:MOST_ITEMS]],
        "items_left": max(len(first) - MOST_ITEMS, 0),
        "problems": [asdict(each) for each in (plan.errors + plan.notes)[:MOST_PROBLEMS]],
    }
