"""Reports on the public site, for those who may read this board's figures."""

from .figures import download, index, people, report
from .saved import change_saved, delete_saved, mail_saved, new_saved, open_saved, saved

__all__ = [
    "change_saved",
    "delete_saved",
    "download",
    "index",
    "mail_saved",
    "new_saved",
    "open_saved",
    "people",
    "report",
    "saved",
]
