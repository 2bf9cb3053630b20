"""Text of an old list to days, times and names."""

import datetime as dt
import re

from courses.imports import parse
from courses.imports.parse import Unclear

SHORT = re.compile(r"(\d{1,2})[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\- ](\d{2}|\d{4})")
MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
WITH_TIME = re.compile(r"(.*\d{2,4}),? +(?:at +)?(\d{1,2}[:.]\d{2})(?::\d{2})? *(?:[ap]m)?", re.I)
SERIAL = re.compile(r"[34]\d{4}")
SERIALS_BEGIN = dt.date(1899, 12, 30)
LEGAL_FORM = re.compile(r"\b(?:nhs (?:foundation )?trust|nhs ft|limited|ltd|plc|cic|cio|llp|the)\b")


def parse_day(text: str, *, today: dt.date) -> dt.date:
    """A past day in "12/05/2014", "12.5.14", "12-May-14", "12 May 2014", "May 12, 2014", "2014-05-12" or
    Excel's own number ("41771"); the day comes before the month.

    Raises Unclear, always as an error: a row without its day cannot be counted in any year.
    """
    text = " ".join(text.split())
    timed = WITH_TIME.fullmatch(text)
    if SERIAL.fullmatch(text):
        found = SERIALS_BEGIN + dt.timedelta(days=int(text))
    else:
        found = _written_day(timed[1] if timed and not parse.ISO_DATE.fullmatch(text) else text)
    if found >= today:
        raise Unclear("This day is not past: history is what has been.", is_error=True)
    return found


def _written_day(text: str) -> dt.date:
    if match := SHORT.fullmatch(text):
        day, month, year = match.groups()
        text = (
            f"{day} {month} {_whole(year)}" if month.isalpha() else f"{day}/{month}/{_whole(year)}"
        )
    elif match := MONTH_FIRST.fullmatch(text):
        text = f"{match[2]} {match[1]} {match[3]}"
    try:
        return parse.parse_date(text)
    except Unclear as unclear:
        raise Unclear(unclear.message, is_error=True) from None


def _whole(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def parse_clock(text: str) -> dt.time | None:
    """A time of day; None for an empty cell. Raises Unclear."""
    return parse.parse_time(text) if text else None


def full_name(name: str, first: str, last: str) -> str:
    """ "Smith, Jo", "Jo  Smith" and "Jo" with "Smith" are all "Jo Smith"."""
    if not name:
        return " ".join(f"{first} {last}".split())
    before, comma, after = name.partition(",")
    return " ".join(f"{after} {before}".split() if comma and after.strip() else name.split())


def person_key(name: str) -> str:
    """The spelling under which names of people are compared."""
    return " ".join(re.findall(r"\w+", name.replace("’", "").replace("'", "").casefold()))


def agency_key(name: str) -> str:
    """The spelling under which agencies are compared: no punctuation, "&" is "and", no legal form."""
    text = re.sub(r"[’'.]", "", name.casefold()).replace("&", " and ")
    words = " ".join(re.findall(r"\w+", text))
    return " ".join(LEGAL_FORM.sub(" ", words).split()) or words
