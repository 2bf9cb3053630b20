"""What the impact pages show, made from a finished result: sentences, charts, tables. Reads no database."""

from .change import Moved, by_date, changes, headlines
from .evidence import Section, evidence
from .people import Answers, flow, practice, reactions, tallies

__all__ = [
    "Answers",
    "Moved",
    "Section",
    "by_date",
    "changes",
    "evidence",
    "flow",
    "headlines",
    "practice",
    "reactions",
    "tallies",
]
