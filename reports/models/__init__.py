from .annual import AnnualReport, Slot, StatedFigure

__all__ = ["AnnualReport", "Slot", "StatedFigure"]
