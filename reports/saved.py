"""Saved reports: which days they are about, where they lead, when their link is mailed."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from courses.choices import Delivery
from courses.models import Course, Level, Topic
from people.models import Agency, Board, RoleGroup, Sector, User

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
NARROWED_BY: dict[str, type[Model]] = {
    "sector": Sector,
    "agency": Agency,
    "role_group": RoleGroup,
    "course": Course,
    "topic": Topic,
    "level": Level,
}


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
    """The spans whose days the reader of a valid `form` may read; the days it was saved with may be one of them."""
    days = [(span, days_of(span, form.today) or form.period()) for span in Span]
    return [
        span
        for span, period in days
        if not form.is_protected or form.may_be_read(period, today=form.today)
    ]


def span_of(form: PeriodForm) -> Span:
    """The span that shows what a valid `form` shows today."""
    shown = form.period()
    return next(
        (span for span in spans_for(form) if days_of(span, form.today) == shown), Span.AS_SAVED
    )


def said_of(kept: Sequence[SavedReport], today: dt.date) -> list[tuple[str, list[str]]]:
    """The days each is about on `today`, and what it is narrowed to: the same number of queries for any number."""
    asked = [QueryDict(each.query).dict() for each in kept]
    names = {
        name: model._default_manager.in_bulk(
            {q[name] for q in asked if q.get(name, "").isdecimal()}
        )
        for name, model in NARROWED_BY.items()
    }
    return [
        (str(days_of(each.span, today) or _days_in(query, today)), _narrowed(query, names))
        for each, query in zip(kept, asked, strict=True)
    ]


def _days_in(query: Mapping[str, str], today: dt.date) -> Period:
    """The days that are written in a saved query; this year's where there are none, as the report has it."""
    if not query.get("from") or not query.get("to"):
        return this_year_to_date(today)
    return Period(dt.date.fromisoformat(query["from"]), dt.date.fromisoformat(query["to"]))


def _narrowed(query: Mapping[str, str], names: Mapping[str, Mapping[int, Model]]) -> list[str]:
    found = [
        str(of_kind[int(query[name])])
        for name, of_kind in names.items()
        if query.get(name, "").isdecimal() and int(query[name]) in of_kind
    ]
    if (delivery := query.get("delivery", "")) in Delivery.values:
        found.append(str(Delivery(delivery).label))
    return found


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
