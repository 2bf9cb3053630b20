"""Codes and addresses for courses that come without one."""

import itertools
import re

CODE_LENGTH = 20
SLUG_LENGTH = 80


def initials(title: str) -> str:
    """ "Safeguarding Children Level 2" gives "SCL2"."""
    words = re.findall(r"[A-Za-z0-9]+", title)
    return "".join(word if word.isdigit() else word[0] for word in words).upper()[:8] or "C"


def free_name(wish: str, taken: set[str], most: int) -> str:
    """`wish`, or with the lowest number behind it that nobody has."""
    tails = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    candidates = (f"{wish[: most - len(tail)]}{tail}" for tail in tails)
    return next(each for each in candidates if each.casefold() not in taken)
