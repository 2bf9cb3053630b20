"""The only code of this floor that changes state."""

from .saving import delete_report, save_report, set_mailed

__all__ = ["delete_report", "save_report", "set_mailed"]
