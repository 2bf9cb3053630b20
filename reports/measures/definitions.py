"""What a measure is: called what, and saying what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One definition: `sentence` is what stands beside the figure; `kind` is "count", "rate", "money" or
    "decimal"."""

    key: str
    label: str
    sentence: str
    kind: str


@dataclass(frozen=True)
class Share(Measure):
    """A rate; `of` names what its denominator counts."""

    of: str


def count(key: str, label: str, sentence: str) -> Measure:
    return Measure(key, label, sentence, "count")


def money(key: str, label: str, sentence: str) -> Measure:
    return Measure(key, label, sentence, "money")


def decimal(key: str, label: str, sentence: str) -> Measure:
    return Measure(key, label, sentence, "decimal")


def share(key: str, label: str, sentence: str, *, of: str) -> Share:
    return Share(key, label, sentence, "rate", of)
