"""A finding as files that hold what its page shows: JSON whole, CSV one figure a line."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

COLUMNS = (
    "figure", "value", "low", "high", "count", "n", "p", "why there is none",
)  # fmt: skip
LEAVES = ("value", "statistic", "undefined", "sentence")
FORMULA = ("=", "+", "-", "@", "\t")


def as_json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False) + "\n"


def as_csv(content: Mapping[str, Any]) -> str:
    """With a byte order mark, which makes spreadsheets read it as UTF-8; text that they would take for a formula
    gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in line] for line in _lines(content, ""))
    return f"\ufeff{out.getvalue()}"


def _lines(value: Any, path: str) -> Iterator[Sequence[Any]]:
    if isinstance(value, Mapping):
        if any(leaf in value for leaf in LEAVES):
            yield _leaf(value, path)
            return
        for name, each in value.items():
            yield from _lines(each, f"{path} / {name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value, start=1):
            name = (
                each.get("name", each.get("item", number)) if isinstance(each, Mapping) else number
            )
            yield from _lines(each, f"{path} / {name}")
    else:
        yield (path, value, "", "", "", "", "", "")


def _leaf(found: Mapping[str, Any], path: str) -> Sequence[Any]:
    ends = found.get("interval") or {}
    return (
        path,
        found.get("value", found.get("statistic", found.get("sentence", ""))),
        ends.get("low", ""),
        ends.get("high", ""),
        found.get("count", ""),
        found.get("n", ""),
        found.get("p", ""),
        found.get("why", ends.get("why", "")),
    )


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
