"""Indicators: their monthly values, and what the statistics say of them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from evaluations.models import Indicator, IndicatorValue
from people.actions import record_change

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def set_values(
    indicator: Indicator, values: Mapping[dt.date, Decimal], *, actor: "User | None"
) -> int:
    """Writes monthly values (by first day of the month) over those there are; returns how many changed.

    Side effects, in order: the values; an audit entry; the statistics are worked out anew, after commit.
    """
    from evaluations.tasks import work_out

    locked = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    there = {each.month: each for each in locked.values.all()}
    new = [
        IndicatorValue(indicator=locked, month=month, value=value)
        for month, value in values.items()
        if month not in there
    ]
    other = [each for month, each in there.items() if values.get(month, each.value) != each.value]
    for each in other:
        each.value = values[each.month]
    IndicatorValue.objects.bulk_create(new)
    IndicatorValue.objects.bulk_update(other, ["value"])
    changed = len(new) + len(other)
    if changed:
        details: dict[str, object] = {"new": len(new), "changed": len(other)}
        record_change(locked, "values set", actor=actor, details=details)
        transaction.on_commit(lambda: work_out.enqueue(indicator.pk))
    return changed


def work_out_indicator(indicator_id: int) -> Indicator:
    """What segmented regression and the rules of run charts say of an indicator, kept with it.

    Side effects: the findings.
    """
    from evaluations.analysis.output import plain
    from evaluations.statistics.series import interrupted, run_chart

    indicator = Indicator.objects.get(pk=indicator_id)
    months = list(indicator.values.order_by("month").values_list("month", "value"))
    values = [float(value) for _, value in months]
    expected = expected_from(indicator)
    first_after = sum(month < expected for month, _ in months)
    indicator.findings = {
        "months": len(months),
        "first_after": first_after,
        "expected_from": expected.isoformat(),
        "gaps": gaps_in([month for month, _ in months]),
        "interrupted": plain(interrupted(values, first_after)),
        "run_chart": plain(run_chart(values)),
    }
    indicator.save(update_fields=["findings"])
    return indicator


def expected_from(indicator: Indicator) -> dt.date:
    """The month from which a change is expected: when training began, and the declared lag after it."""
    return add_months(indicator.training_from, indicator.lag_months)


def add_months(month: dt.date, number: int) -> dt.date:
    years, months = divmod(month.month - 1 + number, 12)
    return dt.date(month.year + years, months + 1, 1)


def gaps_in(months: list[dt.date]) -> int:
    """How many months are missing between the first and the last."""
    if not months:
        return 0
    first, last = months[0], months[-1]
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    return span - len(months)
