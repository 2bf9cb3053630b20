"""Figures of an analysis as words. Pure, and loads no statistics: pages and downloads use it as well."""

from collections.abc import Mapping
from typing import Any

from evaluations.statistics.wording import chance, percent, points


def signed(value: float) -> str:
    """ "+0.85", "−0.20", "0.00"."""
    return f"+{points(value)}" if value > 0 else points(value)


def is_figure(found: object) -> bool:
    """Whether a figure in an analysis's plain form exists: it is neither missing nor undefined."""
    return found is not None and not (isinstance(found, Mapping) and "undefined" in found)


def estimate(found: Mapping[str, Any], *, sign: bool = True) -> str:
    """ "+0.85 (0.70 to 1.00)", or why there is none."""
    if not is_figure(found):
        return str(found["why"])
    value = signed(found["value"]) if sign else points(found["value"])
    ends = found["interval"]
    if not is_figure(ends):
        return f"{value} (no interval: {ends['why']})"
    return f"{value} ({points(ends['low'])} to {points(ends['high'])})"


def share(found: Mapping[str, Any]) -> str:
    """ "12 of 40 (30 %)", or why there is none."""
    if not is_figure(found):
        return str(found["why"])
    return f"{found['count']:,} of {found['n']:,} ({percent(found['value'])})"


def figure(found: Any) -> str:
    """A mean, an SD or a coefficient, or why there is none."""
    return str(found["why"]) if isinstance(found, Mapping) else points(found)


def summary(found: Mapping[str, Any]) -> str:
    """ "3.10 (SD 0.84)", or why there is none."""
    if not is_figure(found):
        return str(found["why"])
    if not is_figure(found["mean"]):
        return str(found["mean"]["why"])
    sd = f" (SD {points(found['sd'])})" if is_figure(found["sd"]) else ""
    return f"{points(found['mean'])}{sd}"


def test(found: Mapping[str, Any]) -> str:
    return chance(found["p"]) if is_figure(found) else str(found["why"])
