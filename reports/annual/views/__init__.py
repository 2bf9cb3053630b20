from .reading import download, index, report
from .running import add_block, drop, new_edition, plan, sign_off, start, stated, writers
from .writing import text

__all__ = [
    "add_block",
    "download",
    "drop",
    "index",
    "new_edition",
    "plan",
    "report",
    "sign_off",
    "start",
    "stated",
    "text",
    "writers",
]
