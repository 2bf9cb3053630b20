"""Text to dates, times, minutes and delivery, strictly: what is not exact is said, never guessed.

Each function returns the value, or raises `Unclear` with what to tell the officer. `Unclear.is_error` tells a
slip of the pen (31 February) from something honestly inexact ("TBC", "2014-15 (year)").
"""

import datetime as dt
import re
from dataclasses import dataclass

from courses.choices import Delivery
from courses.dates import DAY_MINUTES, day

HALF_DAY_MINUTES = DAY_MINUTES // 2
EARLIEST_HOUR = 7
MONTHS = (
    "january february march april may june july august september october november december".split()
)
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?)?")
SLASH_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")
WORD_DATE = re.compile(
    r"(?:([a-z]{3,9})\.?,? +)?(\d{1,2})(?:st|nd|rd|th)? +([a-z]{3,9})\.?,? +(\d{4})", re.IGNORECASE
)
TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?::\d{2})?)? *(am|pm)?", re.IGNORECASE)
FOUR_DIGITS = re.compile(r"(\d{2})(\d{2})")
RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.IGNORECASE)
QUANTITY = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|½|1/2|half|full|an?|one|two|three)?(?P<half>½| 1/2)? *(?:an? +)?-?"
    r"(?P<unit>days?|hours?|hrs?|h|minutes?|mins?|m)",
    re.IGNORECASE,
)
NUMBERS = {
    "½": 0.5, "1/2": 0.5, "half": 0.5, "full": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3,
}  # fmt: skip
UNITS = {"d": DAY_MINUTES, "h": 60, "m": 1}
DELIVERY_WORDS: dict[Delivery, tuple[str, ...]] = {
    Delivery.CLASSROOM: ("classroom", "face to face", "face-to-face", "in person", "in-person"),
    Delivery.WEBINAR: ("webinar", "online", "virtual", "teams", "zoom"),
    Delivery.BLENDED: ("blended", "hybrid"),
    Delivery.BRIEFING: ("briefing",),
    Delivery.CONFERENCE: ("conference",),
}


class Unclear(Exception):
    """What a cell's text cannot be taken for, said to the officer."""

    def __init__(self, message: str, *, is_error: bool) -> None:
        self.message = message
        self.is_error = is_error
        super().__init__(message)


@dataclass(frozen=True)
class Duration:
    """`minutes` of training. `is_clock_time` when it was given in hours or minutes, not in days."""

    minutes: int
    is_clock_time: bool


def parse_date(text: str) -> dt.date:
    """The day in "2026-05-12", "12/05/2026" (the day comes first), "12 May 2026" or "Tuesday 12 May 2026".

    Raises Unclear: an error for what has a date's form but is none, otherwise not one.
    """
    if not text:
        raise Unclear("There is no date.", is_error=False)
    if match := ISO_DATE.fullmatch(text):
        return _date(match[1], match[2], match[3], text)
    if match := SLASH_DATE.fullmatch(text):
        if len(match[3]) == 2:
            raise Unclear("Write the year with four digits: 12/05/2026.", is_error=True)
        return _date(match[3], match[2], match[1], text)
    match = WORD_DATE.fullmatch(text)
    month = _position(match[3], MONTHS) if match else None
    if match is None or month is None:
        raise Unclear("This is not one exact day.", is_error=False)
    found = _date(match[4], month + 1, match[2], text)
    if match[1]:
        weekday = _position(match[1], WEEKDAYS)
        if weekday != found.weekday():
            raise Unclear(
                f"The day of the week and the date differ: it is {day(found)}.", is_error=True
            )
    return found


def _date(year: str, month: str | int, of_month: str, text: str) -> dt.date:
    try:
        found = dt.date(int(year), int(month), int(of_month))
    except ValueError:
        raise Unclear(
            f"There is no such day. Write dates with the day first ({dt.date(2026, 5, 12):%d/%m/%Y}) or as "
            "2026-05-12.",
            is_error=True,
        ) from None
    if not 1990 <= found.year <= 2100:
        raise Unclear(f"The year {found.year} cannot be right.", is_error=True)
    return found


def _position(word: str, names: list[str]) -> int | None:
    """Which of `names` the word is, in full or shortened to at least three letters."""
    matches = [index for index, name in enumerate(names) if name.startswith(word.casefold())]
    if word.casefold() == "sept":
        return 8
    return matches[0] if len(matches) == 1 else None


def parse_time(text: str) -> dt.time:
    """The time in "09:30", "9.30", "9:30am", "1pm", "0930" or "noon".

    Raises Unclear: an error for a wrong time and for one in the night, which is a forgotten "pm".
    """
    if not text:
        raise Unclear("There is no time.", is_error=False)
    if text.casefold() in ("noon", "midday", "12 noon", "12noon"):
        return dt.time(12)
    match = FOUR_DIGITS.fullmatch(text) or TIME.fullmatch(text)
    if match is None or (match[2] is None and match[3] is None):
        raise Unclear(
            "This is not a time. Write it as 09:30 or 9:30am.",
            is_error=any(letter.isdigit() for letter in text),
        )
    hour, minute = int(match[1]), int(match[2] or 0)
    half = match[3].lower() if match.re is TIME and match[3] else ""
    if half and not 1 <= hour <= 12:
        raise Unclear("This is not a time. Write it as 09:30 or 9:30am.", is_error=True)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Unclear("There is no such time of day.", is_error=True)
    if hour < EARLIEST_HOUR and not half:
        raise Unclear(
            f"This is {hour}:{minute:02} in the night. Write {hour + 12}:{minute:02} for the afternoon.",
            is_error=True,
        )
    return dt.time(hour, minute)


def time_behind_date(text: str) -> str:
    """The time in "2026-05-12 09:30", as spreadsheets keep it in one cell; "" when there is none."""
    match = ISO_DATE.fullmatch(text)
    return (match[4] or "") if match else ""


def split_times(text: str) -> tuple[str, str]:
    """Start and end of "9:30am to 4pm" in one cell; the end is "" when there is only one time."""
    parts = RANGE.split(text, maxsplit=1)
    if len(parts) == 2 and all(any(letter.isdigit() for letter in part) for part in parts):
        return parts[0], parts[1]
    return text, ""


def parse_duration(text: str) -> Duration:
    """The length in "2 hours", "2.5 hours", "1 hour 30 minutes", "1 day", "half day", "0.5 day", "2 days".

    One day is 6 hours of training (360 minutes) and half a day is 3 (180 minutes), as on the rest of the site.
    """
    minutes = 0.0
    rest = text.strip()
    is_clock_time = True
    while rest:
        match = QUANTITY.match(rest)
        if match is None or not (match["number"] or match["half"]):
            raise Unclear("This is not a length of time that can be read.", is_error=False)
        word = (match["number"] or "").lower()
        number = NUMBERS[word] if word in NUMBERS else float(word or 0)
        unit = match["unit"][0].lower()
        minutes += (number + (0.5 if match["half"] else 0)) * UNITS[unit]
        is_clock_time = is_clock_time and unit != "d"
        rest = re.sub(r"^(?:,| |and\b)+", "", rest[match.end() :])
    if not 1 <= minutes <= 60 * DAY_MINUTES:
        raise Unclear("This is not a length of time that can be read.", is_error=False)
    return Duration(round(minutes), is_clock_time)


def parse_delivery(text: str) -> tuple[Delivery, bool]:
    """How it is taught, and whether that was all the text said ("webinar; some dates" says more)."""
    lowered = text.casefold()
    for delivery, words in DELIVERY_WORDS.items():
        for word in (*words, delivery.label.casefold()):
            if re.match(rf"{re.escape(word)}\b", lowered):
                return delivery, lowered == word
    known = ", ".join(delivery.label for delivery in Delivery)
    raise Unclear(f"This is none of: {known}.", is_error=False)


def parse_places(text: str) -> int:
    """A whole number of places from 1 to 2,000."""
    try:
        places = int(text.replace(",", ""))
    except ValueError:
        raise Unclear("Write the number of places as a whole number.", is_error=True) from None
    if not 1 <= places <= 2000:
        raise Unclear("There must be between 1 and 2,000 places.", is_error=True)
    return places
