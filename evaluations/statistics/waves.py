"""When answers are given, and which two waves a comparison sets side by side."""

from dataclasses import dataclass
from enum import StrEnum


class Wave(StrEnum):
    """T0 at booking, T1 at the start, T2 at the end, T3 at three months; and, asked at the end, how it was
    before ("looking back")."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"
    LOOKING_BACK = "T2-before"
    T3 = "T3"


IN_TIME = (Wave.T0, Wave.T1, Wave.T2, Wave.T3)
"""The waves that ask how it is now, in their order."""


@dataclass(frozen=True)
class Comparison:
    before: Wave
    after: Wave

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
