"""Sums written as text, worked out exactly: numbers, names, + - * /, brackets and one comparison.

A small parser of its own, so that nothing that is typed or loaded is ever run as code.
"""

import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|!=|[-+*/()<>]))")
_COMPARISONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}
LONGEST = 200


class Unreadable(ValueError):
    """A formula that is no sum; says where it stops being one."""


def worked_out(formula: str, names: Mapping[str, Fraction] | None = None) -> Fraction | bool:
    """The value of `formula`: a number, or whether its comparison holds. Raises `Unreadable`."""
    reading = _Reading(_tokens(formula), names or {})
    value = reading.sum()
    result: Fraction | bool = value
    if reading.next in _COMPARISONS:
        result = _COMPARISONS[reading.take()](value, reading.sum())
    if reading.next:
        raise Unreadable(f"“{formula}”: “{reading.next}” is not expected there.")
    return result


def _tokens(formula: str) -> list[str]:
    if len(formula) > LONGEST:
        raise Unreadable(f"A formula has at most {LONGEST} characters.")
    tokens, position, text = [], 0, formula.rstrip()
    while position < len(text):
        found = _TOKEN.match(text, position)
        if not found:
            raise Unreadable(f"“{formula}”: “{text[position:].strip()[:1]}” is not part of a sum.")
        tokens.append(found.group(found.lastindex or 0))
        position = found.end()
    return tokens


class _Reading:
    """Reads tokens from left to right, one function for each strength of binding."""

    def __init__(self, tokens: list[str], names: Mapping[str, Fraction]) -> None:
        self.rest, self.names = list(reversed(tokens)), names

    @property
    def next(self) -> str:
        return self.rest[-1] if self.rest else ""

    def take(self) -> str:
        return self.rest.pop()

    def sum(self) -> Fraction:
        value = self._product()
        while self.next in ("+", "-"):
            value = value + self._product() if self.take() == "+" else value - self._product()
        return value

    def _product(self) -> Fraction:
        value = self._atom()
        while self.next in ("*", "/"):
            if self.take() == "*":
                value *= self._atom()
            elif divisor := self._atom():
                value /= divisor
            else:
                raise Unreadable("Nothing can be divided by nought.")
        return value

    def _atom(self) -> Fraction:
        word = self.take() if self.rest else ""
        if word == "-":
            return -self._atom()
        if word == "(":
            value = self.sum()
            if not self.rest or self.take() != ")":
                raise Unreadable("A bracket is not closed.")
            return value
        if word in self.names:
            return self.names[word]
        if word[:1].isdigit():
            return Fraction(word)
        raise Unreadable(f"“{word}” is no number." if word else "The sum ends too early.")
