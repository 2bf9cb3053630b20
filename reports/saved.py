"""Saved reports: which days they are about, where they lead, when their link is mailed."""

import datetime as dt

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from people.models import Board, User

from .choices import Span
from .forms import PeriodForm
from .models import SavedReport
from .periods import (
    Period,
    financial_year,
    financial_year_of,
    quarter_of,
    this_year_to_date,
)

DAYS_AFTER_A_QUARTER = 7
"""Registers of a quarter's last days are completed by then."""
MAILED_AT = dt.time(8)


def saved_by(user: User, board: Board) -> QuerySet[SavedReport]:
    return SavedReport.objects.filter(owner=user, board=board)


def days_of(span: str, today: dt.date) -> Period | None:
    """The days of a span that moves with time; None: those it was saved with."""
    if span == Span.LAST_QUARTER:
        return quarter_of(quarter_of(today).from_ - dt.timedelta(days=1))
    if span == Span.YEAR_TO_DATE:
        return this_year_to_date(today)
    if span == Span.LAST_YEAR:
        return financial_year(financial_year_of(today) - 1)
    return None


def spans_for(form: PeriodForm) -> list[Span]:
    """The spans whose days the reader of `form` may read; the days it was saved with are one of them."""
    days = [(span, days_of(span, form.today)) for span in Span]
    return [
        span
        for span, period in days
        if period is None or not form.is_protected or form.may_be_read(period)
    ]


def span_of(form: PeriodForm) -> Span:
    """The span that shows what a valid `form` shows today."""
    shown = form.period()
    return next(
        (span for span in spans_for(form) if days_of(span, form.today) == shown), Span.AS_SAVED
    )


def address_of(saved: SavedReport, today: dt.date) -> str:
    """The report's page with the saved filters and the days it is about on `today`."""
    query = QueryDict(saved.query, mutable=True)
    days = days_of(saved.span, today)
    for name, value in (days.as_fields() if days else {}).items():
        query[name] = value
    return f"{reverse('reports:report', args=[saved.kind])}?{query.urlencode()}"


def mailed_at(day: dt.date) -> dt.datetime:
    """When the links of the quarter of `day` leave: some days after the quarter before has ended."""
    first = quarter_of(day).from_ + dt.timedelta(days=DAYS_AFTER_A_QUARTER)
    return timezone.make_aware(dt.datetime.combine(first, MAILED_AT))
