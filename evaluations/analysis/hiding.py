"""What is of too few people is taken out before anybody reads it."""

from collections.abc import Mapping
from typing import Any

from evaluations.statistics.results import Reason

OF_RUNS = {"usual", "expected"}
"""Figures whose n is a number of runs, each of them large enough."""


def hidden(n: int) -> dict[str, object]:
    return {"undefined": Reason.HIDDEN.value, "why": Reason.HIDDEN.words, "n": n}


def without_small(analysis: Mapping[str, Any], least: int) -> dict[str, Any]:
    """An analysis as `output.plain` writes it, without figures of fewer than `least` people (nobody is none).

    Gone as well is what could be worked out as a difference: both groups of completers where one is small, a
    wave's mean where few answered it and not both waves of a comparison, and p-values of few people.
    """
    found = dict(analysis)
    found["outcomes"] = [_outcome(each, least) for each in analysis["outcomes"]]
    found["quiz_items"] = [_quiz_item(each, least) for each in analysis["quiz_items"]]
    found["reliability"] = _figure(analysis["reliability"], least)
    gone = _too_few(found)
    found["holm"] = {
        pair: [each for each in items if (each["item"], pair) not in gone]
        for pair, items in analysis["holm"].items()
    }
    return found


def is_hidden(figure: object) -> bool:
    return isinstance(figure, Mapping) and figure.get("undefined") == Reason.HIDDEN


def _outcome(outcome: Mapping[str, Any], least: int) -> dict[str, Any]:
    shown = {name: _figure(value, least) for name, value in outcome.items()}
    shown["waves"] = {
        wave: hidden(summary["n"]) if _stands_out(outcome, summary["n"], wave, least) else summary
        for wave, summary in shown["waves"].items()
    }
    groups = outcome["completers_at_start"]
    sizes = [groups[name]["n"] for name in ("completers", "others")]
    if any(0 < size < least for size in sizes):
        shown["completers_at_start"] = dict.fromkeys(groups, hidden(0))
    return shown


def _stands_out(outcome: Mapping[str, Any], n: int, wave: str, least: int) -> bool:
    """Whether the mean of a wave would give away the few who answered there and are not in a comparison."""
    paired = [c["n"] for pair, c in outcome["changes"].items() if wave in pair.split(" to ")]
    return any(0 < n - both < least for both in paired)


def _quiz_item(item: Mapping[str, Any], least: int) -> dict[str, Any]:
    shown = {name: _figure(value, least) for name, value in item.items()}
    shown["discrimination"] = {
        wave: hidden(0) if is_hidden(shown["difficulty"][wave]) else value
        for wave, value in shown["discrimination"].items()
    }
    return shown


def _too_few(analysis: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(item, comparison) where the change is hidden."""
    of_outcomes = {
        (outcome["name"], pair)
        for outcome in analysis["outcomes"]
        for pair, change in outcome["changes"].items()
        if is_hidden(change)
    }
    return of_outcomes | {
        (item["name"], pair)
        for item in analysis["quiz_items"]
        for pair, found in item["mcnemar"].items()
        if is_hidden(found)
    }


def _figure(value: Any, least: int) -> Any:
    if isinstance(value, list):
        return [_figure(each, least) for each in value]
    if not isinstance(value, Mapping):
        return value
    if "undefined" in value:
        return value
    n = next((value[name] for name in ("n", "people", "pairs") if name in value), None)
    if n is not None and 0 < n < least:
        return hidden(n)
    return {name: each if name in OF_RUNS else _figure(each, least) for name, each in value.items()}
