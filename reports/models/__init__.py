"""What readers of reports keep and write: the figures themselves are only read."""

from .annual import AnnualReport, Slot, StatedFigure
from .saved import SavedReport

__all__ = ["AnnualReport", "SavedReport", "Slot", "StatedFigure"]
