"""Saved reports: which days they are about, where they lead, when their link is mailed, and what stands in the way."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from courses.choices import Delivery
from courses.models import Course, Level, Topic
from people.models import Agency, Board, RoleGroup, Sector, User

from .attendance.population import Filters
from .attendance.tables import TEXTS
from .choices import Span
from .forms import HIDDEN, PeriodForm
from .kinds import KINDS
from .models import SavedReport
from .periods import (
    Period,
    financial_year,
    financial_year_of,
    last_quarter,
    quarter_of,
    this_year_to_date,
)
from .permissions import may_read_exact

DAYS_AFTER_A_QUARTER = 7
"""Registers of a quarter's last days are completed by then."""
MAILED_AT = dt.time(8)
GONE = "What it shows is no longer there. Delete it, and save the report anew."
TOO_NARROW = (
    "With small numbers hidden, what it is narrowed to has no figures. Delete it and save the report with fewer "
    "filters, or ask the training team."
)
OTHER_DAYS = (
    "With small numbers hidden, these days have no figures. Press Change and choose other days."
)
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
        return last_quarter(today)
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


@dataclass(frozen=True)
class Asked:
    """What a saved report asks for on a day. `is_whole`: all that it was narrowed to is still there."""

    kind: str
    period: Period
    filters: Filters
    is_whole: bool
    hides: bool

    @property
    def narrowed(self) -> list[str]:
        """ "Agency: Police"."""
        named = [f"{TEXTS[name]}: {words}" for name, words in self.filters.in_words().items()]
        return [*named, "Small numbers: hidden"] if self.hides else named

    def trouble(self, *, is_exact: bool, today: dt.date) -> str:
        """Why its owner, who may read exact numbers or not, cannot read it, and what to do; "" if they can."""
        if trouble := self.trouble_of_filters(is_exact=is_exact):
            return trouble
        is_free = is_exact and not self.hides
        may = is_free or KINDS[self.kind].form.may_be_read(self.period, today=today)
        return "" if may else OTHER_DAYS

    def trouble_of_filters(self, *, is_exact: bool) -> str:
        """The same, whatever its days."""
        if not self.is_whole:
            return GONE
        is_free = is_exact and not self.hides
        may = is_free or KINDS[self.kind].form.may_narrow(self.filters)
        return "" if may else TOO_NARROW


def asked_on(kept: Sequence[SavedReport], today: dt.date) -> list[Asked]:
    """What each asks for on `today`: the same number of queries for any number."""
    queries = [QueryDict(each.query).dict() for each in kept]
    found = {
        name: model._default_manager.in_bulk(
            {int(q[name]) for q in queries if q.get(name, "").isdecimal()}
        )
        for name, model in NARROWED_BY.items()
    }
    return [_asked(each, query, found, today) for each, query in zip(kept, queries, strict=True)]


def trouble_on(saved: SavedReport, today: dt.date) -> str:
    """Why its owner cannot read one saved report on a day, and what to do; "" if they can."""
    if saved.kind not in KINDS:
        return GONE
    (asked,) = asked_on([saved], today)
    return asked.trouble(is_exact=may_read_exact(saved.owner, saved.board), today=today)


def _asked(
    saved: SavedReport,
    query: Mapping[str, str],
    found: Mapping[str, Mapping[int, Model]],
    today: dt.date,
) -> Asked:
    ids = {name: int(query[name]) for name in NARROWED_BY if query.get(name, "").isdecimal()}
    picked = {name: found[name][pk] for name, pk in ids.items() if pk in found[name]}
    delivery = query.get("delivery", "")
    days = days_of(saved.span, today) or _days_in(query, today)
    return Asked(
        kind=saved.kind,
        period=days if "from" in KINDS[saved.kind].form.DAYS else Period(days.to, days.to),
        filters=Filters(**picked, delivery=delivery if delivery in Delivery.values else ""),  # type: ignore[arg-type]
        is_whole=len(picked) == len(ids),
        hides=query.get("small") == HIDDEN,
    )


def _days_in(query: Mapping[str, str], today: dt.date) -> Period:
    """The days that are written in a saved query; this year's where there are none, as the report has it."""
    if not query.get("from") or not query.get("to"):
        return this_year_to_date(today)
    return Period(dt.date.fromisoformat(query["from"]), dt.date.fromisoformat(query["to"]))


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
