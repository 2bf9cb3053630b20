"""What a measure is: called what, and saying what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One definition: `sentence` is what stands beside the figure; `kind` is "count", "rate" or "money"."""

    key: str
    label: str
    sentence: str
    kind: str
