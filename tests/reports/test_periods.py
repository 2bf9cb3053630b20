import datetime as dt

import pytest

from reports.periods import (
    Period,
    financial_year,
    financial_year_of,
    presets,
    quarter_label,
    quarter_of,
    this_year_to_date,
)


def test_financial_year_runs_from_april_to_march():
    assert financial_year(2014) == Period(dt.date(2014, 4, 1), dt.date(2015, 3, 31))


@pytest.mark.parametrize(
    ("day", "year"), [(dt.date(2015, 3, 31), 2014), (dt.date(2015, 4, 1), 2015)]
)
def test_year_of_a_day_turns_in_april(day, year):
    assert financial_year_of(day) == year


def test_year_to_date_ends_today():
    today = dt.date(2026, 11, 24)

    assert this_year_to_date(today) == Period(dt.date(2026, 4, 1), today)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (dt.date(2014, 4, 1), "Quarter 1 of 2014–15, April to June"),
        (dt.date(2014, 12, 31), "Quarter 3 of 2014–15, October to December"),
        (dt.date(2015, 2, 1), "Quarter 4 of 2014–15, January to March"),
        (dt.date(1999, 7, 1), "Quarter 2 of 1999–00, July to September"),
    ],
)
def test_quarters_are_those_of_the_financial_year(day, label):
    assert quarter_label(day) == label
    assert quarter_of(day).from_ <= day <= quarter_of(day).to


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ((dt.date(2014, 4, 1), dt.date(2015, 3, 31)), (dt.date(2013, 4, 1), dt.date(2014, 3, 31))),
        ((dt.date(2025, 2, 1), dt.date(2025, 2, 28)), (dt.date(2024, 2, 1), dt.date(2024, 2, 29))),
        ((dt.date(2024, 2, 1), dt.date(2024, 2, 29)), (dt.date(2023, 2, 1), dt.date(2023, 2, 28))),
        ((dt.date(2024, 2, 1), dt.date(2024, 2, 28)), (dt.date(2023, 2, 1), dt.date(2023, 2, 28))),
        (
            (dt.date(2026, 4, 1), dt.date(2026, 11, 24)),
            (dt.date(2025, 4, 1), dt.date(2025, 11, 24)),
        ),
    ],
)
def test_year_before_covers_the_same_days(period, before):
    assert Period(*period).year_before() == Period(*before)


def test_presets_go_back_to_the_first_year_with_figures():
    labels = [p.label for p in presets(dt.date(2026, 5, 4), since=dt.date(2024, 6, 1))]

    assert labels == [
        "This financial year to date",
        "Quarter 1 of 2026–27, April to June",
        "Quarter 4 of 2025–26, January to March",
        "April 2025 to March 2026",
        "April 2024 to March 2025",
    ]


def test_presets_of_a_new_board_offer_last_year():
    assert presets(dt.date(2026, 5, 4), since=None)[-1].period == financial_year(2025)
