"""Who answered, what they did with it, what managers saw, how the training was: counts, with both numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluations.analysis import words
from evaluations.choices import Wave
from evaluations.statistics.wording import percent
from people import charts
from people.tables import Chart, Table
from people.tables import words as row

Document = Mapping[str, Any]
BOOKED = "Everybody booked"
REVIEW, BARRIERS = "review", "review_barriers"
STEPS = {
    Wave.BOOKING: "At booking",
    Wave.START: "At the start",
    Wave.END: "At the end",
    Wave.LATER: "Three months later",
    Wave.MANAGER: "The manager, three months later",
}


@dataclass(frozen=True)
class Answers:
    """One question's answers as a table, and in a sentence."""

    text: str
    sentence: str
    table: Table


def flow(document: Document) -> Chart | None:
    """From who was asked to who answered each form; None before anybody who came was asked. How many were asked
    before the event is not told: see `choices.WAVES_BEFORE`.
    """
    held = [
        (label, document["response"][wave])
        for wave, label in STEPS.items()
        if wave in document["response"]
    ]
    held = [(label, each) for label, each in held if each["invited"] or each["answered"]]
    afterwards = [(label, each) for label, each in held if each["invited"]]
    if not afterwards:
        return None
    most = max(each["invited"] for _, each in afterwards)
    bars = [charts.Bar("Asked of those who came", most, f"{most:,}")] + [
        charts.Bar(label, each["answered"], _answered(each)) for label, each in held
    ]
    of_delegates = [each for each in afterwards if each[0] != STEPS[Wave.MANAGER]]
    _, last = (of_delegates or afterwards)[-1]
    headline = f"{_answered(last)} answered the last form"
    return Chart(
        headline=headline,
        subtitle="People who sent each form, of those who were asked to",
        svg=charts.bars(f"Bar chart. {headline}. The figures are in the table.", bars),
        table=_flow_table(held, document["analysis"]),
    )


def practice(document: Document) -> list[Answers]:
    """What became of intended actions, and what stood in the way."""
    later = document["tallies"].get(Wave.LATER, {})
    end = document["tallies"].get(Wave.END, {})
    named = [end[code] for code in end if "Named one" in end[code]["counts"]]
    found = [_answers(tally) for tally in named]
    return found + [_answers(later[code]) for code in (REVIEW, BARRIERS) if code in later]


def reactions(document: Document) -> list[Answers]:
    """Questions that were asked once only, about the training and what came of it."""
    asked_twice = {
        outcome["name"]
        for outcome in document["analysis"]["outcomes"]
        if any(change["n"] for change in outcome["changes"].values())
    }
    done = {REVIEW, BARRIERS}
    return [
        _answers(tally)
        for wave in (Wave.END, Wave.LATER)
        for code, tally in document["tallies"].get(wave, {}).items()
        if code not in asked_twice | done and "Named one" not in tally["counts"]
    ]


def tallies(document: Document, wave: Wave) -> list[Answers]:
    return [_answers(tally) for tally in document["tallies"].get(wave, {}).values()]


def _answers(tally: Mapping[str, Any]) -> Answers:
    """The sentence names the answer that most gave, and for a scale its ends."""
    counts, n = list(tally["counts"].items()), tally["n"]
    said, most = max(counts, key=lambda pair: pair[1])
    lowest, highest = counts[0][0], counts[-1][0]
    is_scale = lowest[:1].isdecimal() and said not in (lowest, highest)
    ends = f" on the scale from “{lowest}” to “{highest}”" if is_scale else ""
    return Answers(
        text=tally["text"],
        sentence=f"Most often: “{said}”{ends}, {_of(most, n)}.",
        table=Table(
            tally["text"], row("Answer", "People"), [row(each, _of(k, n)) for each, k in counts]
        ),
    )


def _flow_table(
    held: list[tuple[str, Mapping[str, int | None]]], analysis: Document | None
) -> Table:
    rows = [
        row(label, f"{each['invited']:,}" if each["invited"] else BOOKED, _answered(each))
        for label, each in held
    ]
    if analysis:
        pairs = {
            "T2": "Both at the start and at the end",
            "T3": "Both at the start and three months later",
        }
        rows += [
            row(pairs[pair.split(" to ")[1]], f"{found['n']:,}", words.share(found))
            for pair, found in analysis["flow"]["paired"].items()
            if words.is_figure(found)
        ]
        complete = analysis["flow"]["complete"]
        if words.is_figure(complete):
            rows.append(row("Every form", f"{complete['n']:,}", words.share(complete)))
    return Table("Who answered", row("Form", "Asked", "Answered"), rows)


def _answered(response: Mapping[str, int | None]) -> str:
    answered, asked = response["answered"] or 0, response["invited"]
    return f"{answered:,}" if asked is None else _of(answered, asked)


def _of(count: int, n: int) -> str:
    return f"{count:,} of {n:,} ({percent(count / n)})" if n else f"{count:,} of 0"
