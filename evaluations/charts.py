"""Dots with their intervals, beside a line at nought."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from people.charts import BAR, FONT, INK, NARROW, WIDE, drawn
from people.text import printable

SHAPES = ("circle", "diamond", "square")
LINE, PAPER, STEP, NAMES_WIDE = "#47595c", "#ffffff", 26, 270
WRAP_WIDE, WRAP_NARROW = 36, 40
NAME_SLOT = " "
"""On phones a row's name stands above its dots, in a place of its own."""

Spec = dict[str, Any]


@dataclass(frozen=True)
class Dot:
    """A figure with its interval, `low` to `high` (None: it has none), in the row `name`.

    `series` says which of several figures of the row it is: its place and its shape. `label` is printed beside.
    """

    name: str
    series: str
    value: float
    low: float | None
    high: float | None
    label: str

    @property
    def ends(self) -> tuple[float, float]:
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


def intervals(title: str, data: Sequence[Dot], *, axis: str) -> SafeString:
    """`data` from top to bottom. Series differ in place and shape, never by colour alone."""
    return drawn(
        title,
        wide=interval_spec(data, axis=axis),
        narrow=interval_spec(data, axis=axis, narrow=True),
    )


def interval_spec(data: Sequence[Dot], *, axis: str, narrow: bool = False) -> Spec:
    """The Vega-Lite description."""
    names = {d.name: _lines(d.name, WRAP_NARROW if narrow else WRAP_WIDE) for d in data}
    series = list(dict.fromkeys(dot.series for dot in data))
    x, place = _x(data, axis, narrow), _place(names, series, narrow)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": NARROW if narrow else WIDE - NAMES_WIDE,
        "height": {"step": STEP, "for": "offset"},
        "background": "transparent",
        "data": {"values": [_row(dot) for dot in data]},
        "layer": [*_layers(x, place, series), *(_names(names, place) if narrow else [])],
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK,
                "labelFontSize": 14,
                "titleColor": INK,
                "titleFontSize": 14,
                "titleFontWeight": "normal",
                "domainColor": LINE,
                "tickColor": LINE,
            },
        },
    }


def _row(dot: Dot) -> Spec:
    low, high = dot.ends
    label = printable(dot.label)
    return {**vars(dot), "name": printable(dot.name), "low": low, "high": high, "label": label}


def _x(data: Sequence[Dot], axis: str, narrow: bool) -> Spec:
    """From the lowest end, or 0, to the highest, with room for the labels beside it."""
    ends = [0.0, *(end for dot in data for end in dot.ends)]
    width = max(ends) - min(ends) or 1.0
    room = 0.42 if narrow else 0.34
    return {
        "type": "quantitative",
        "title": axis,
        "scale": {"domain": [min(ends) - 0.05 * width, max(ends) + room * width], "nice": False},
        "axis": {"grid": False, "tickCount": 5},
    }


def _place(names: Mapping[str, list[str]], series: Sequence[str], narrow: bool) -> Spec:
    down: Spec = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": None}
    if not narrow:
        wrapped = json.dumps({printable(name): lines for name, lines in names.items()})
        down["axis"] = {
            "domain": False,
            "ticks": False,
            "labelExpr": f"({wrapped})[datum.value]",
            "labelLimit": NAMES_WIDE,
            "labelPadding": 12,
        }
    slots = [NAME_SLOT, *series] if narrow else list(series)
    return {"y": down, "yOffset": {"field": "series", "type": "nominal", "sort": slots}}


def _layers(x: Spec, place: Spec, series: Sequence[str]) -> list[Spec]:
    shape = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(series), "range": list(SHAPES[: len(series)])},
        "legend": None,
    }
    text = {"type": "text", "align": "left", "dx": 9, "color": INK, "fontSize": 14}
    return [
        {
            "mark": {"type": "rule", "color": LINE, "strokeDash": [4, 3]},
            "encoding": {"x": {**x, "datum": 0}},
        },
        {
            "mark": {"type": "rule", "color": BAR, "strokeWidth": 3},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, **place},
        },
        {
            "mark": {"type": "point", "filled": True, "color": INK, "size": 110, "opacity": 1},
            "encoding": {"x": {**x, "field": "value"}, "shape": shape, **place},
        },
        {
            "mark": text,
            "encoding": {"x": {**x, "field": "high"}, "text": {"field": "label"}, **place},
        },
    ]


def _names(names: Mapping[str, list[str]], place: Spec) -> list[Spec]:
    """The names, on a ground that keeps the line at nought from running through them."""
    rows = [
        {"name": printable(name), "series": NAME_SLOT, "lines": lines}
        for name, lines in names.items()
    ]
    text = {"type": "text", "align": "left", "fontSize": 13, "lineHeight": 14}
    layer = {
        "data": {"values": rows},
        "encoding": {"x": {"value": 0}, "text": {"field": "lines"}, **place},
    }
    return [
        {**layer, "mark": {**text, "color": PAPER, "stroke": PAPER, "strokeWidth": 5}},
        {**layer, "mark": {**text, "color": INK}},
    ]


def _lines(name: str, width: int) -> list[str]:
    """`name` in two lines at most."""
    return textwrap.wrap(printable(name), width, max_lines=2, placeholder=" …")
