import datetime as dt

import pytest

from courses.choices import Delivery
from courses.imports import parse


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-12",
        "2026-05-12 09:30",
        "12/05/2026",
        "12.05.2026",
        "12 May 2026",
        "12th May 2026",
        "Tuesday 12 May 2026",
        "Tue, 12 May 2026",
    ],
)
def test_date_is_read_when_exact(text: str) -> None:
    assert parse.parse_date(text) == dt.date(2026, 5, 12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TBC",
        "2014-15 (year)",
        "2015-04 to 2016-03 (programme year)",
        "2022-01 to 2022-03",
        "12 May",
        "May 2026",
        "12 and 13 May 2026",
        "spring term",
        "12 ma 2026",
    ],
)
def test_date_that_is_inexact_is_no_error(text: str) -> None:
    with pytest.raises(parse.Unclear) as caught:
        parse.parse_date(text)

    assert not caught.value.is_error


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "05/13/2026", "2026-02-30", "12/05/26", "Wednesday 12 May 2026", "12/05/0226"],
)
def test_date_that_is_wrong_is_an_error(text: str) -> None:
    with pytest.raises(parse.Unclear) as caught:
        parse.parse_date(text)

    assert caught.value.is_error


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("09:30", dt.time(9, 30)),
        ("9.30", dt.time(9, 30)),
        ("9:30am", dt.time(9, 30)),
        ("9.30 AM", dt.time(9, 30)),
        ("0930", dt.time(9, 30)),
        ("09:30:00", dt.time(9, 30)),
        ("1pm", dt.time(13)),
        ("12pm", dt.time(12)),
        ("noon", dt.time(12)),
    ],
)
def test_time_is_read(text: str, time: dt.time) -> None:
    assert parse.parse_time(text) == time


@pytest.mark.parametrize("text", ["25:00", "9", "1.30", "13pm", "9ish", "09:75"])
def test_time_that_is_wrong_or_in_the_night_is_an_error(text: str) -> None:
    with pytest.raises(parse.Unclear) as caught:
        parse.parse_time(text)

    assert caught.value.is_error


@pytest.mark.parametrize("text", ["", "TBC", "to be confirmed"])
def test_time_that_is_open_is_no_error(text: str) -> None:
    with pytest.raises(parse.Unclear) as caught:
        parse.parse_time(text)

    assert not caught.value.is_error


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 hours", 120),
        ("2.5 hours", 150),
        ("2½ hours", 150),
        ("1 hour 30 minutes", 90),
        ("90 mins", 90),
        ("1 day", 360),
        ("full day", 360),
        ("2 days", 720),
        ("half day", 180),
        ("half a day", 180),
        ("0.5 day", 180),
        ("½ day", 180),
    ],
)
def test_duration_is_read_in_minutes(text: str, minutes: int) -> None:
    assert parse.parse_duration(text).minutes == minutes


@pytest.mark.parametrize("text", ["tbc", "3 mornings", "day", "0 days", "1000 days"])
def test_duration_that_is_unclear_is_no_error(text: str) -> None:
    with pytest.raises(parse.Unclear) as caught:
        parse.parse_duration(text)

    assert not caught.value.is_error


@pytest.mark.parametrize(
    ("text", "delivery", "exact"),
    [
        ("classroom", Delivery.CLASSROOM, True),
        ("Face to face", Delivery.CLASSROOM, True),
        ("classroom, telephone booking", Delivery.CLASSROOM, False),
        ("webinar (some dates)", Delivery.WEBINAR, False),
        ("conference; bookings closed 2023-09-15", Delivery.CONFERENCE, False),
    ],
)
def test_delivery_is_read_by_its_first_words(text: str, delivery: Delivery, exact: bool) -> None:
    assert parse.parse_delivery(text) == (delivery, exact)


def test_delivery_that_is_unknown_is_no_error() -> None:
    with pytest.raises(parse.Unclear) as caught:
        parse.parse_delivery("carrier pigeon")

    assert not caught.value.is_error


@pytest.mark.parametrize("text", ["9.30am to 4pm", "9.30am - 4pm", "9.30am–4pm"])
def test_times_in_one_cell_are_split(text: str) -> None:
    assert parse.split_times(text) == ("9.30am", "4pm")


@pytest.mark.parametrize("text", ["0", "2001", "20 places", "1.5"])
def test_places_that_are_impossible_are_an_error(text: str) -> None:
    with pytest.raises(parse.Unclear) as caught:
        parse.parse_places(text)

    assert caught.value.is_error
