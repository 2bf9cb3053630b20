"""Text as people paste it: what a slide or a PDF leaves in it breaks XML, drawings and spreadsheets."""

import re

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for, and the further control characters, which nobody sees."""


def printable(text: str) -> str:
    """`text` with a space for every control character; tabs and line breaks stay."""
    return UNPRINTABLE.sub(" ", text)


def one_line(text: str) -> str:
    """A name as it stands in a list: one line, single spaces, nothing invisible."""
    return " ".join(printable(text).split())
