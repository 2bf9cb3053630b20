"""What readers of reports keep and write: the figures themselves are only read."""

from .annual import AnnualReport, Slot, StatedFigure
from .saved import SavedReport
from .small_numbers import ProtectedEdition, ReportSetting

__all__ = [
    "AnnualReport",
    "ProtectedEdition",
    "ReportSetting",
    "SavedReport",
    "Slot",
    "StatedFigure",
]
