"""Text as people paste it: what a slide or a PDF leaves in it breaks XML, drawings and spreadsheets."""

import re

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for, and the further control characters, which nobody sees."""

LONGEST_ID = 18


def printable(text: str) -> str:
    """`text` with a space for every control character; tabs and line breaks stay."""
    return UNPRINTABLE.sub(" ", text)


def typed_id(text: str) -> int | None:
    """The number in an address or a form, if it could be one of ours: databases refuse longer ones."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None


def one_line(text: str) -> str:
    """A name as it stands in a list: one line, single spaces, nothing invisible."""
    return " ".join(printable(text).split())
