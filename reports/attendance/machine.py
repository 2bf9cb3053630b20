"""The attendance report for machines: JSON whose shape scripts rely on.

Unknown figures are null and hidden ones "c"; shares run from 0 to 1; money is in pence.
"""

from typing import Any

from reports.measures.attendance import BESIDE, COUNT_KEYS, MEASURES, Counts
from reports.values import HIDDEN, Number

from .lines import Line
from .reading import AttendanceReport, RoomHire

CURRENCY = "GBP"
ABOUT: dict[str, tuple[str, ...]] = {
    "rows": ("sector", "agency", "course", "course_code"),
    "by_sector": ("sector",),
    "by_agency": ("sector", "agency"),
    "by_role": ("role_group",),
    "by_agency_and_role": ("sector", "agency", "role_group"),
    "by_course": ("course", "course_code", "events"),
    "by_topic": ("topic", "events"),
    "by_level": ("level", "events"),
    "by_delivery": ("delivery", "events"),
    "by_month": ("starts_on", "events"),
    "by_quarter": ("starts_on", "events"),
}


def as_data(report: AttendanceReport) -> dict[str, Any]:
    """The whole report."""
    return {
        "board": ", ".join(board.slug for board in report.boards),
        "from": report.period.from_.isoformat(),
        "to": report.period.to.isoformat(),
        "filters": report.filters.in_words(),
        "generated_at": report.generated_at.isoformat(timespec="seconds"),
        "invented_data": report.is_invented,
        "identity": {"holds": report.totals.adds_up, "unmarked": report.totals.unmarked},
        "definitions": {
            m.key: {"label": m.label, "kind": m.kind, "sentence": m.sentence}
            for m in (*MEASURES, *BESIDE)
        },
        "totals": _figures(report, report.totals),
        **{name: _entries(report, name) for name in ABOUT},
        "year_before": {
            "from": report.before.period.from_.isoformat(),
            "to": report.before.period.to.isoformat(),
            "events": report.before.events_held,
            "attended": _plain(report.before.of_all()),
        },
        "room_hire": {
            "currency": CURRENCY,
            "period": _room_hire(report.room_hire),
            "year_before": _room_hire(report.room_hire_before),
        },
        "events": {
            "held": report.events_held,
            "awaiting_register": len(report.awaiting_register),
        },
    }


def _entries(report: AttendanceReport, name: str) -> list[dict[str, Any]]:
    return [
        {**_about(line, ABOUT[name]), **_figures(report, line.counts)}
        for line in getattr(report, name)
    ]


def _about(line: Line, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in names}
    if "starts_on" in values:
        values = {"from": line.starts_on and line.starts_on.isoformat(), "events": line.events}
    return values


def _counts(counts: Counts) -> dict[str, Any]:
    return {key: _plain(counts.shown(key)) for key in COUNT_KEYS}


def _figures(report: AttendanceReport, counts: Counts) -> dict[str, Any]:
    rates = {
        key: {
            "numerator": _plain(rate.numerator),
            "denominator": _plain(rate.denominator),
            "value": rate.value,
        }
        for key, rate in report.rates(counts).items()
    }
    return {**_counts(counts), "rates": rates}


def _plain(number: Number) -> int | str | None:
    return str(number) if number is HIDDEN else number


def _room_hire(hire: RoomHire) -> dict[str, Any]:
    return {
        "from": hire.period.from_.isoformat(),
        "to": hire.period.to.isoformat(),
        "pence": hire.pence,
        "events": hire.events,
        "events_without_figure": hire.events_without_figure,
    }
