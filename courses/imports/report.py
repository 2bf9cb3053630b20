"""A plan in words and in JSON, for the command, the preview page and the CSV of problems."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from courses.dates import clock, day

from .plan import Outcome, Plan

MOST_LISTED = 200
MOST_PROBLEMS = 5_000


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def summary_lines(counts: Mapping[str, int], *, done: bool = False) -> list[str]:
    """The counts of a plan, one sentence a line; what is nought is left out."""
    was_made, was_changed = ("made", "changed") if done else ("to make", "to change")
    past = counts["events_past"]
    lines = [
        (counts["rows"], f"{_count(counts['rows'], 'row')} read"),
        (counts["left_out"], f"{_count(counts['left_out'], 'row')} of other boards left out"),
        (counts["courses_create"], f"{_count(counts['courses_create'], 'course')} {was_made}"),
        (counts["courses_update"], f"{_count(counts['courses_update'], 'course')} {was_changed}"),
        (counts["courses_keep"], f"{_count(counts['courses_keep'], 'course')} there already, kept"),
        (
            counts["events_create"],
            f"{_count(counts['events_create'], 'event')} {was_made}, as "
            f"{'a draft' if counts['events_create'] == 1 else 'drafts'}"
            + (f" ({past:,} in the past)" if past else ""),
        ),
        (counts["events_keep"], f"{_count(counts['events_keep'], 'event')} there already, kept"),
        (counts["venues_create"], f"{_count(counts['venues_create'], 'venue')} {was_made}"),
        (counts["levels_create"], f"{_count(counts['levels_create'], 'level')} {was_made}"),
        (counts["errors"], _count(counts["errors"], "error")),
        (counts["notes"], _count(counts["notes"], "note")),
    ]
    return [line for number, line in lines if number]


def as_json(plan: Plan) -> dict[str, Any]:
    """What the preview page shows, small enough to keep with the upload: lists are cut, counts are not."""
    new = [each for each in plan.courses.values() if each.outcome == Outcome.CREATE]
    changed = [each for each in plan.courses.values() if each.outcome == Outcome.UPDATE]
    events = [each.wanted for each in plan.events if each.outcome == Outcome.CREATE]
    return {
        "counts": plan.counts(),
        "changes_nothing": plan.changes_nothing,
        "new_courses": [each.wanted.title for each in new[:MOST_LISTED]],
        "changed_courses": [
            {"title": each.wanted.title, "changes": each.changes_in_words}
            for each in changed[:MOST_LISTED]
        ],
        "new_events": [
            {
                "title": plan.courses[each.course].wanted.title,
                "when": f"{day(each.starts_at)}, {clock(each.starts_at)} to {clock(each.ends_at)}",
                "venue": each.venue,
                "row": each.row,
            }
            for each in events[:MOST_LISTED]
        ],
        "new_venues": list(plan.venues.values())[:MOST_LISTED],
        "new_levels": list(plan.levels.values())[:MOST_LISTED],
        "problems": [asdict(each) for each in (plan.errors + plan.notes)[:MOST_PROBLEMS]],
    }
