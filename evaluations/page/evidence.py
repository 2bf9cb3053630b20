"""The figures behind the words, each with what it says: for whoever wants to check."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.analysis import words
from evaluations.findings import name_of
from evaluations.measures import DEFINITIONS
from evaluations.statistics.wording import points
from people.tables import Table
from people.tables import words as row

Document = Mapping[str, Any]
LATER = {"T1": "at the start", "T2": "at the end", "T3": "three months later"}


@dataclass(frozen=True)
class Section:
    """A title, what its figures say, and their table."""

    title: str
    definition: str
    table: Table


def evidence(document: Document) -> list[Section]:
    """In the order in which they help to judge the headline; a section without a figure is left out."""
    outcomes = [
        o
        for o in document["analysis"]["outcomes"]
        if not o["part_of"] and any(c["n"] for c in o["changes"].values())
    ]
    made = (
        _completers(outcomes, document),
        _looking_back(outcomes, document),
        _kept(outcomes, document),
        _models(outcomes, document),
        _benchmark(outcomes, document),
        _quiz(document),
        _quiz_change(document),
        _reliability(document),
    )
    return [section for section in made if section.table.rows]


def _section(key: str, head: Sequence[str], rows: Iterator[list[str]]) -> Section:
    title, definition = DEFINITIONS[key]
    return Section(title, definition, Table(title, row(*head), [row(*each) for each in rows]))


def _completers(outcomes: Sequence[Document], document: Document) -> Section:
    head = (
        "What was asked",
        "Mean at the start, answered every form",
        "Others",
        "Difference (95 % interval)",
        "In SDs",
    )

    def rows() -> Iterator[list[str]]:
        for outcome in outcomes:
            found = outcome["completers_at_start"]
            yield [
                name_of(outcome["name"], document),
                words.summary(found["completers"]),
                words.summary(found["others"]),
                words.estimate(found["difference"]),
                words.figure(found["standardized"]),
            ]

    return _section("completers", head, rows())


def _looking_back(outcomes: Sequence[Document], document: Document) -> Section:
    head = (
        "What was asked",
        "Looking back less the true start",
        "Change from the true start",
        "Change from looking back",
    )

    def rows() -> Iterator[list[str]]:
        for outcome in outcomes:
            found = outcome["response_shift"]
            if words.is_figure(found):
                shown = (found["shift"], found["change"], found["change_looking_back"])
                yield [name_of(outcome["name"], document), *map(words.estimate, shown)]

    return _section("response_shift", head, rows())


def _kept(outcomes: Sequence[Document], document: Document) -> Section:
    head = (
        "What was asked",
        "Still there at three months (95 % interval)",
        "Net of the drift before the course",
    )

    def rows() -> Iterator[list[str]]:
        for outcome in outcomes:
            kept, net = outcome["retention"], outcome["net_effect"]
            if words.is_figure(kept) or words.is_figure(net):
                yield [
                    name_of(outcome["name"], document),
                    words.estimate(kept, sign=False),
                    words.estimate(net),
                ]

    return _section("retention", head, rows())


def _models(outcomes: Sequence[Document], document: Document) -> Section:
    head = ("What was asked", "Change (95 % interval)", "How", "People", "Dates")

    def rows() -> Iterator[list[str]]:
        for outcome in outcomes:
            name = name_of(outcome["name"], document)
            for change in outcome["changes"].values():
                model = change.get("by_event")
                if words.is_figure(model):
                    yield [
                        f"{name}: people with both answers",
                        words.estimate(model["change"]),
                        model["method"],
                        f"{model['n']:,}",
                        f"{model['events']:,}",
                    ]
            model = outcome["by_wave"]
            if words.is_figure(model):
                for wave, found in model["changes"].items():
                    yield [
                        f"{name}: every answer, {LATER.get(wave, wave)}",
                        words.estimate(found),
                        model["method"],
                        f"{model['people']:,}",
                        f"{model['events']:,}",
                    ]

    return _section("mixed_model", head, rows())


def _benchmark(outcomes: Sequence[Document], document: Document) -> Section:
    head = (
        "What was asked",
        "This date",
        "Place among the dates",
        "Mean of earlier dates",
        "Where 95 % of such dates lie",
    )

    def rows() -> Iterator[list[str]]:
        for outcome in outcomes:
            found = outcome["benchmark"]
            if not words.is_figure(found) or not words.is_figure(found["this"]["change"]):
                continue
            rank, ends = found["rank"], found["expected"]
            yield [
                name_of(outcome["name"], document),
                words.estimate(found["this"]["change"]),
                f"{rank} of {found['of']}" if words.is_figure(rank) else rank["why"],
                words.estimate(found["usual"]),
                f"{points(ends['low'])} to {points(ends['high'])}"
                if words.is_figure(ends)
                else ends["why"],
            ]

    return _section("benchmark", head, rows())


def _quiz(document: Document) -> Section:
    head = ("Quiz question", "When", "Right", "Discrimination")

    def rows() -> Iterator[list[str]]:
        for item in document["analysis"]["quiz_items"]:
            for wave, right in item["difficulty"].items():
                tells = words.figure(item["discrimination"][wave])
                name = name_of(item["name"], document)
                yield [name, LATER.get(wave, wave), words.share(right), tells]

    return _section("quiz_items", head, rows())


def _quiz_change(document: Document) -> Section:
    head = ("Quiz question", "Between", "Wrong, then right", "Right, then wrong", "McNemar, exact")

    def rows() -> Iterator[list[str]]:
        for item in document["analysis"]["quiz_items"]:
            name = name_of(item["name"], document)
            for pair, found in item["mcnemar"].items():
                if not words.is_figure(found):
                    yield [name, pair, found["why"], "", ""]
                elif found["n"]:
                    n = found["n"]
                    yield [
                        name,
                        pair,
                        f"{found['learnt']:,} of {n:,}",
                        f"{found['lost']:,} of {n:,}",
                        words.test(found["test"]),
                    ]

    return _section("mcnemar", head, rows())


def _reliability(document: Document) -> Section:
    head = ("Scale", "When", "People", "Cronbach's alpha (95 % interval)", "McDonald's omega")

    def rows() -> Iterator[list[str]]:
        for scale, waves in document["analysis"]["reliability"].items():
            for wave, found in waves.items():
                if words.is_figure(found) and found["n"]:
                    yield [
                        name_of(scale, document),
                        LATER.get(wave, wave),
                        f"{found['n']:,}",
                        words.estimate(found["alpha"], sign=False),
                        words.figure(found["omega"]),
                    ]

    return _section("reliability", head, rows())
