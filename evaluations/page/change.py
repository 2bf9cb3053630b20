"""What changed: the headlines in words, the chart of changes, and its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations import charts
from evaluations.analysis import words
from evaluations.findings import MOVED, QUIZ, WHEN, name_of, sentence_of, short_headline
from evaluations.models import Finding
from evaluations.statistics.wording import chance, points
from people.tables import Cell, Chart, Table
from people.tables import words as row

BETWEEN = {
    "T1 to T2": "Start to end",
    "T1 to T3": "Start to three months later",
    "T0 to T2": "Booking to end",
    "T0 to T3": "Booking to three months later",
    "T2-before to T2": "Looking back to end",
    "T2-before to T3": "Looking back to three months later",
}
HEADS = (
    "What was asked", "Between", "People with both answers", "Mean before (SD)", "Mean after (SD)",
    "Mean change (95 % interval)", "d_z (95 % interval)", "d_av (95 % interval)", "Rose", "Stayed",
    "Fell", "Highest answer already before", "p, of all questions together (Holm)",
)  # fmt: skip

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Moved:
    """What became of one scale, quiz or question: in short, and as a sentence with its interval and caveat."""

    name: str
    when: str
    short: str
    sentence: str
    tone: str


def headlines(document: Document) -> list[Moved]:
    """Of every scale, the quiz and every question outside them that was asked twice; a clear fall of a single
    question is told as well."""
    found = [
        _moved(outcome, pair, change, document)
        for outcome in _asked_twice(document)
        if not outcome["part_of"]
        for pair, change in outcome["changes"].items()
    ]
    return found + [
        _fell(name.removeprefix("– "), pair, change)
        for outcome, name in _named(document)
        if outcome["part_of"]
        for pair, change in outcome["changes"].items()
        if _is_fall(change)
    ]


def changes(document: Document) -> Chart | None:
    """Scales and questions with their changes as dots and intervals; None where there is nothing to draw."""
    outcomes = _asked_twice(document)
    dots = [
        _dot(short, pair, change["mean_change"])
        for outcome, short in _named(document)
        if outcome["name"] != QUIZ
        for pair, change in outcome["changes"].items()
        if words.is_figure(change) and words.is_figure(change["mean_change"])
    ]
    if not dots:
        return None
    fell = sum(_is_fall(c) for o in outcomes if o["part_of"] for c in o["changes"].values())
    headline = "Every change with its interval: right of the line is a rise, left of it a fall"
    told = f"{headline}. {fell} of them fell." if fell else headline
    return Chart(
        headline=told,
        subtitle="Mean change in points of the answer. ● by the end, ◆ three months later; a bar that "
        "reaches the dashed line may be no change.",
        svg=charts.intervals(
            f"Dots with 95 % intervals. {told}. The figures are in the table.",
            dots,
            axis="Mean change in points",
        ),
        table=_table(outcomes, document),
    )


def _asked_twice(document: Document) -> list[Mapping[str, Any]]:
    """Outcomes that anybody answered at both waves of a comparison; hidden ones among them."""
    outcomes = document["analysis"]["outcomes"]
    return [o for o in outcomes if any(c["n"] for c in o["changes"].values())]


def _moved(outcome: Document, pair: str, change: Document, document: Document) -> Moved:
    headline = change.get("headline") or {}
    return Moved(
        name=name_of(outcome["name"], document),
        when=_when(pair),
        short=short_headline(outcome, change, document),
        sentence=sentence_of(change),
        tone=MOVED.get(headline.get("direction", ""), ""),
    )


def _fell(name: str, pair: str, change: Document) -> Moved:
    low, high = change["mean_change"]["interval"]["low"], change["mean_change"]["interval"]["high"]
    size = points(-change["mean_change"]["value"])
    return Moved(
        name=name,
        when=_when(pair),
        short=f"“{name}” fell by {size} points",
        sentence=f"Of {change['n']:,} people who answered twice the mean fell by {size} points "
        f"(95 % confidence interval of the fall: {points(-high)} to {points(-low)}). "
        "There was no comparison group, so this does not say what the change comes from.",
        tone="fell",
    )


def _is_fall(change: Document) -> bool:
    if not words.is_figure(change) or not words.is_figure(change["mean_change"]):
        return False
    interval = change["mean_change"]["interval"]
    return words.is_figure(interval) and interval["high"] < 0


def _when(pair: str) -> str:
    return WHEN[pair.split(" to ")[1]]


def _named(document: Document) -> list[tuple[Document, str]]:
    """Each outcome and its words, without what the questions of one scale all begin with."""
    outcomes = _asked_twice(document)
    names = {outcome["name"]: name_of(outcome["name"], document) for outcome in outcomes}
    found = []
    for outcome in outcomes:
        name, scale = names[outcome["name"]], outcome["part_of"]
        begins = {names[o["name"]].partition(": ")[0] for o in outcomes if o["part_of"] == scale}
        rest = name.partition(": ")[2]
        shown = rest if len(begins) == 1 and rest else name
        found.append((outcome, f"– {shown}" if scale else name))
    return found


def _dot(name: str, pair: str, change: Mapping[str, Any]) -> charts.Dot:
    ends = change["interval"]
    low, high = (ends["low"], ends["high"]) if words.is_figure(ends) else (None, None)
    when = _when(pair)
    label = f"{words.signed(change['value'])} {'end' if when == WHEN['T2'] else 'later'}"
    return charts.Dot(name, when, change["value"], low, high, label)


def _table(outcomes: Sequence[Document], document: Document) -> Table:
    holm = {
        (each["item"], pair): each["holm"]
        for pair, items in document["analysis"]["holm"].items()
        for each in items
    }
    rows = [
        _row(outcome, pair, change, holm.get((outcome["name"], pair)), document)
        for outcome in outcomes
        for pair, change in outcome["changes"].items()
    ]
    return Table("What changed", row(*HEADS), rows)


def _row(
    outcome: Document, pair: str, change: Document, holm: float | None, document: Document
) -> list[Cell]:
    name, between = name_of(outcome["name"], document), BETWEEN.get(pair, pair)
    if not words.is_figure(change):
        return row(name, between, change["why"], *[""] * (len(HEADS) - 3))
    moved = change["movement"]
    return row(
        name,
        between,
        f"{change['n']:,}",
        words.summary(change["before"]),
        words.summary(change["after"]),
        words.estimate(change["mean_change"]),
        words.estimate(change["d_z"]),
        words.estimate(change["d_av"]),
        words.share(moved["improved"]),
        words.share(moved["same"]),
        words.share(moved["worse"]),
        words.share(change["ceiling_before"]),
        "" if holm is None else chance(holm),
    )


def by_date(runs: Sequence[Finding], document: Document) -> Chart | None:
    """The first headline's change at each date; None with fewer than two dates to set side by side."""
    first = next((o for o in _asked_twice(document) if not o["part_of"]), None)
    if first is None:
        return None
    pair = next(iter(first["changes"]))
    found = [
        (f"{run.first_day:%-d %B %Y}", change)
        for run in runs
        if (change := run.summary["changes"].get(first["name"], {}).get(pair))
    ]
    if len(found) < 2:
        return None
    name = name_of(first["name"], document)
    return Chart(
        headline=f"{name}: {len(found)} dates side by side",
        subtitle="Mean change by the end, with its 95 % interval. Intervals that overlap say nothing about which "
        "date was better.",
        svg=charts.intervals(
            f"Dots with 95 % intervals, one for each date. {name}. The figures are in the table.",
            [_dot(day, pair, change) for day, change in found],
            axis="Mean change in points",
        ),
        table=Table(
            "Date by date",
            row("Date", "People with both answers", "Mean change (95 % interval)"),
            [row(day, f"{c['n']:,}", words.estimate(c)) for day, c in found],
        ),
    )
