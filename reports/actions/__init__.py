"""The only code of this floor that changes state."""

from .saving import CannotBeRead, change_report, delete_report, save_report, set_mailed
from .small_numbers import look_again, make_edition, set_report_setting, work_out_editions

__all__ = [
    "CannotBeRead",
    "change_report",
    "delete_report",
    "look_again",
    "make_edition",
    "save_report",
    "set_mailed",
    "set_report_setting",
    "work_out_editions",
]
