"""Dates that a reader asks to have reported together."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from courses.models import Course
from evaluations.models import Finding, Span
from evaluations.scopes import span_key

SPANS_KEPT = 20
"""Of a course; who asks for one more has the one that was asked for longest ago forgotten."""


@transaction.atomic
def ask_for_span(
    course: Course, first: dt.date, last: dt.date, *, at: dt.datetime | None = None
) -> Span:
    """Asks for the results of the events from `first` to `last` together. Asking twice is asking once.

    Side effects, in order: the span; the oldest beyond `SPANS_KEPT` go with their findings. The next round
    works the results out (`work_out_findings`): a page never waits for statistics.
    """
    span, _ = Span.objects.update_or_create(
        course=course,
        first_day=first,
        last_day=last,
        defaults={"asked_at": at or timezone.now()},
    )
    for old in Span.objects.filter(course=course)[SPANS_KEPT:]:
        key = span_key(old.first_day, old.last_day)
        Finding.objects.filter(course=course, key=key).delete()
        old.delete()
    return span
