"""An indicator beside the training: the months, the words that follow the statistics, and the drawing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.safestring import SafeString

from bookings.models import Booking
from bookings.querysets import ATTENDED
from people import charts

from .actions.indicators import expected_from
from .models import Indicator

CAVEATS = (
    "Whatever else changed in the same months is in these figures, too: there is no comparison area.",
    "The lag and the direction were fixed on the day given, before looking at the months after.",
    "Months are counted as the source counts them; a change in how it counts looks like a change in practice.",
    "In a short series the errors are somewhat too small, and seasons are not taken out.",
)
WIDE, NARROW, HEIGHT = 620, 280, 240


@dataclass(frozen=True)
class Month:
    """`value` and `attended` (the training dose: attendances of the linked courses) of a month."""

    month: dt.date
    value: float | None
    attended: int


def months_of(indicator: Indicator) -> list[Month]:
    """Every month that has a value, with the training beside it, in two queries."""
    doses = doses_of(indicator)
    return [
        Month(month, float(value), doses.get(month, 0))
        for month, value in indicator.values.order_by("month").values_list("month", "value")
    ]


def doses_of(indicator: Indicator) -> Mapping[dt.date, int]:
    """Attendances of the indicator's courses by month of the event (London)."""
    came = Booking.objects.filter(
        ATTENDED, event__board=indicator.board_id, event__course__in=indicator.courses.all()
    ).order_by()
    rows = came.annotate(month=TruncMonth("event__starts_at")).values_list("month")
    return {month.date(): n for month, n in rows.annotate(n=Count("pk")) if month is not None}


def sentences_of(indicator: Indicator) -> list[str]:
    """What the statistics say, in plain words; never that training caused it."""
    findings = indicator.findings
    if findings is None:
        return ["The statistics have not been worked out yet."]
    said = [_gap(findings), *_regression(indicator, findings), _chart(findings)]
    return [each for each in said if each]


def _gap(findings: Mapping[str, Any]) -> str:
    gaps = findings["gaps"]
    return f"{gaps} months are missing in between, so read this with care." if gaps else ""


def _regression(indicator: Indicator, findings: Mapping[str, Any]) -> list[str]:
    found = findings["interrupted"]
    if "undefined" in found:
        before = findings["first_after"]
        after = findings["months"] - before
        return [
            f"There are {before} months before and {after} after a change was expected. At least 8 of each "
            "are needed to say whether the series changed."
        ]
    level, slope = found["level"], found["slope"]
    return [
        f"When a change was expected ({expected_from(indicator):%B %Y}), the series "
        f"{_moved(level, indicator, 'jumped')} ({_interval(level)} {indicator.unit}).",
        f"Set beside the months before, from then on it {_moved(slope, indicator, 'went')} month by month "
        f"({_interval(slope)} {indicator.unit} a month).",
    ]


def _moved(estimate: Mapping[str, Any], indicator: Indicator, verb: str) -> str:
    low, high = estimate["interval"]["low"], estimate["interval"]["high"]
    if low <= 0 <= high:
        return "did not clearly change"
    way = "up" if estimate["value"] > 0 else "down"
    as_declared = "as declared" if way == indicator.direction else "against what was declared"
    return f"{verb} {way}, {as_declared}"


def _interval(estimate: Mapping[str, Any]) -> str:
    limits = estimate["interval"]
    return (
        f"{estimate['value']:+z.1f}, 95 % interval {limits['low']:+z.1f} to {limits['high']:+z.1f}"
    )


def _chart(findings: Mapping[str, Any]) -> str:
    found = findings["run_chart"]
    if "undefined" in found:
        return "Too few months differ from the middle one for the rules of run charts."
    unusual = found["longest_run"] > found["run_limit"] or (
        found["crossings"] < found["crossing_limit"]
    )
    if found["shifts"] or found["trends"] or unusual:
        return (
            f"By the rules of run charts this is not chance alone: the longest run on one side of the median "
            f"({found['median']:.0f}) is {found['longest_run']} months, and the line crosses it "
            f"{'once' if found['crossings'] == 1 else str(found['crossings']) + ' times'}."
        )
    return (
        f"By the rules of run charts the months vary around {found['median']:.0f} as chance would."
    )


def drawing(indicator: Indicator, months: Sequence[Month]) -> SafeString:
    """The series as a line, the training as bars beneath it, and where a change was expected."""
    title = f"{indicator.title}, month by month, and attendances beneath"
    return charts.drawn(
        title, wide=_spec(indicator, months, WIDE), narrow=_spec(indicator, months, NARROW)
    )


def _spec(indicator: Indicator, months: Sequence[Month], width: int) -> dict[str, Any]:
    rows = [
        {"month": f"{m.month:%Y-%m-%d}", "value": m.value, "attended": m.attended} for m in months
    ]
    across = {
        "field": "month",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%b %Y", "grid": False},
    }
    line = {
        "mark": {"type": "line", "point": True, "color": charts.BAR, "strokeWidth": 2},
        "encoding": {
            "x": across,
            "y": {"field": "value", "type": "quantitative", "title": None, "scale": {"zero": True}},
        },
    }
    expected = {
        "data": {"values": [{"month": f"{expected_from(indicator):%Y-%m-%d}"}]},
        "mark": {"type": "rule", "strokeDash": [6, 4], "color": charts.INK, "strokeWidth": 2},
        "encoding": {"x": {"field": "month", "type": "temporal"}},
    }
    dose = {
        "width": width,
        "height": 70,
        "mark": {"type": "bar", "color": charts.INK},
        "encoding": {
            "x": across,
            "y": {
                "field": "attended",
                "type": "quantitative",
                "title": None,
                "axis": {"tickCount": 3},
            },
        },
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "transparent",
        "data": {"values": rows},
        "vconcat": [{"width": width, "height": HEIGHT, "layer": [line, expected]}, dose],
        "resolve": {"scale": {"x": "shared"}},
        "config": {
            "aria": False,
            "font": charts.FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": charts.INK, "labelFontSize": 13},
        },
    }
