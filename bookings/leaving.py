"""Before the board changes an event: how many may then leave free of charge, by the rules they booked under."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Count

from courses.models import Event

from .choices import BookingState, Origin
from .models import Booking, PolicyVersion
from .policies import rules_of
from .policy.choices import Change

CHANGES = {
    Change.MOVED: "another date or time",
    Change.VENUE_CHANGED: "another venue",
    Change.BECAME_WEBINAR: "a webinar instead",
}


def who_may_leave(event: Event) -> list[str]:
    """A sentence for each change that gives somebody the right; empty where nobody is booked. Two queries."""
    booked = Booking.objects.filter(event=event, state=BookingState.BOOKED)
    booked = booked.exclude(origin=Origin.WALK_IN).order_by()
    people = dict(booked.values_list("policy").annotate(Count("pk")))
    if not people:
        return []
    versions = PolicyVersion.objects.in_bulk([each for each in people if each])
    number = sum(people.values())
    have = "1 person has a place" if number == 1 else f"{number} people have a place"
    return [f"{have}.", *(_sentence(change, people, versions) for change in CHANGES)]


def _sentence(
    change: Change, people: Mapping[int | None, int], versions: Mapping[int, PolicyVersion]
) -> str:
    free, only_after = 0, Counter[int]()
    for version_id, number in people.items():
        rules = rules_of(versions.get(version_id or 0)).board_changes
        rule = next((each for each in rules if each.change == change and each.leave_free), None)
        if rule is not None and rule.unless_moved_within_weeks:
            only_after[rule.unless_moved_within_weeks] += number
        elif rule is not None:
            free += number
    said = f"With {CHANGES[change]} {free or 'nobody'} of them may leave free of charge"
    for weeks, number in sorted(only_after.items()):
        said += f", and {number} if the new date is more than {weeks} weeks away"
    return f"{said}."
