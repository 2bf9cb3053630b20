"""Charts: a Vega-Lite description rendered to SVG on the server, so that they need no script.

The same description is what `static/js/chart.js` draws when somebody asks to explore the chart: then the bar
under the pointer stands out and says its figures. The SVG carries no style and no script (the content security policy would stop them) and is one image
with a title; the numbers behind it stand in the table beside it.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from django.core.cache import cache
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from people.text import printable

INK, BAR, FONT = "#16292d", "#0d6069", "Atkinson Hyperlegible, Arial, sans-serif"
WIDE, NARROW = 620, 270
BAR_STEP, NARROW_STEP = 34, 54
KEPT_SECONDS = 30 * 24 * 60 * 60
Spec = Mapping[str, Any]
POINTED_BAR: Spec = {
    "params": [{"name": "pointed", "select": {"type": "point", "on": "pointerover"}}],
    "mark": {"type": "bar", "color": BAR, "height": 18},
    "encoding": {
        "opacity": {"condition": {"param": "pointed", "value": 1}, "value": 0.45},
        "tooltip": [
            {"field": "name", "title": "Bar"},
            {"field": "label", "title": "Number"},
            {"field": "detail", "title": "Share"},
        ],
    },
}
"""A bar that stands out and says its figures while somebody points at it."""
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Bar:
    """A bar: what it stands for, how long it is, what is printed at its end, and what more it says when asked."""

    name: str
    number: int
    label: str
    detail: str = ""


def bars(title: str, data: Sequence[Bar]) -> SafeString:
    """Horizontal bars, labelled directly; their description goes with them, to be explored."""
    wide, narrow = bar_spec(data), bar_spec(data, narrow=True)
    return format_html(
        '<div class="c-chart__drawing" data-wide="{}" data-narrow="{}" data-name="{}">{}</div>',
        json.dumps(wide),
        json.dumps(narrow),
        title,
        drawn(title, wide=wide, narrow=narrow),
    )


def bars_as_image(title: str, data: Sequence[Bar]) -> str:
    """The same bars as the address of an image (`data:`), for PDF."""
    svg = _render(title, bar_spec(data))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def drawn(title: str, *, wide: Spec, narrow: Spec) -> SafeString:
    """Two drawings of the same, for wide screens and for phones: CSS shows one of the two.

    Each is an image whose name is `title`.
    """
    return format_html(
        '<div class="c-chart__wide">{}</div><div class="c-chart__narrow">{}</div>',
        _render(title, wide),
        _render(title, narrow),
    )


def bar_spec(data: Sequence[Bar], *, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite description: `data` from top to bottom; on phones the names stand above the bars.

    Names are made printable: a control character would end not the drawing but the whole server process.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": NARROW if narrow else WIDE - 270,
        "height": {"step": NARROW_STEP if narrow else BAR_STEP},
        "background": "transparent",
        "data": {"values": [{**vars(bar), "name": printable(bar.name)} for bar in data]},
        "encoding": {"y": _down(narrow=narrow), "x": _across(data, narrow=narrow)},
        "layer": [
            POINTED_BAR,
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": INK, "fontSize": 14},
                "encoding": {"text": {"field": "label"}},
            },
        ],
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "labelFontSize": 14},
        },
    }


def _across(data: Sequence[Bar], *, narrow: bool) -> dict[str, Any]:
    room_for_labels = 1.2 if narrow else 1.12
    longest = max((bar.number for bar in data), default=0) or 1
    return {
        "field": "number",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, longest * room_for_labels], "nice": False},
    }


def _down(*, narrow: bool) -> dict[str, Any]:
    names: dict[str, Any] = {"labelLimit": 260, "labelPadding": 10}
    if narrow:
        names = {"labelLimit": NARROW, "labelAlign": "left", "labelOffset": -20, "labelPadding": 0}
    return {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"domain": False, "ticks": False, "zindex": 1, **names},
    }


def _render(title: str, spec: Spec) -> SafeString:
    """`spec` as SVG; kept by its content, because drawing takes a tenth of a second and much memory."""
    description = json.dumps([title, spec], sort_keys=True)
    key = f"chart:{hashlib.sha256(description.encode()).hexdigest()}"
    svg = cache.get(key)
    if svg is None:
        svg = _clean(_draw(spec), title)
        cache.set(key, svg, KEPT_SECONDS)
    return mark_safe(svg)  # noqa: S308  our own drawing: text in it was escaped by the XML writer


def _draw(spec: Spec) -> str:
    import vl_convert  # loads 80 MB: only where a chart is really drawn

    return vl_convert.vegalite_to_svg(vl_spec=dict(spec))


def _clean(svg: str, title: str) -> str:
    """One image with a name; no style, no script, nothing for a screen reader to stumble over inside."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", svg))  # noqa: S314  our own drawing
    for parent in root.iter():
        for child in [c for c in parent if c.tag in (f"{{{SVG}}}style", f"{{{SVG}}}script")]:
            parent.remove(child)
        for name in [
            n for n in parent.attrib if n in ("style", "role") or n.startswith(("aria-", "on"))
        ]:
            del parent.attrib[name]
    named = ET.Element(f"{{{SVG}}}title")
    named.text = title
    root.insert(0, named)
    root.set("role", "img")
    root.set("aria-label", title)
    root.set("focusable", "false")
    return ET.tostring(root, encoding="unicode")
