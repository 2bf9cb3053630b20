"""Monthly figures of practice beside the training: read from a file, worked out, put into words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations import actions, series
from evaluations.actions.indicators import expected_from, gaps_in
from evaluations.models import Indicator
from evaluations.series_csv import read_series
from people.actions import grant_role
from people.choices import Role
from tests.factories import BookingFactory, UserFactory

from .conftest import came

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(board, course):
    found = Indicator.objects.create(
        board=board,
        code="gcp",
        title="Assessments using the Graded Care Profile",
        definition="Assessments closed in the month with a profile on file.",
        source="Case system",
        unit="assessments",
        direction="up",
        lag_months=2,
        training_from=dt.date(2025, 1, 1),
        declared_on=dt.date(2024, 12, 1),
    )
    found.courses.add(course)
    return found


def months(first, values):
    start = first.year * 12 + first.month - 1
    return {
        dt.date((start + n) // 12, (start + n) % 12 + 1, 1): Decimal(value)
        for n, value in enumerate(values)
    }


def worked_out(indicator, values):
    actions.set_values(indicator, months(dt.date(2024, 1, 1), values), actor=None)
    return actions.work_out_indicator(indicator.pk)


def reader_of(client, board, role=Role.SUBGROUP):
    user = UserFactory()
    grant_role(user, role, board=board)
    client.force_login(user)
    return client


def test_change_is_expected_after_the_declared_lag(indicator):
    assert expected_from(indicator) == dt.date(2025, 3, 1)


def test_rise_as_declared_is_said_so(indicator):
    before, after = (
        [10, 11, 9, 10, 12, 10, 9, 11, 10, 10, 11, 9, 10, 11],
        [20, 21, 19, 20, 22, 20, 21, 20, 19, 21],
    )

    said = " ".join(series.sentences_of(worked_out(indicator, before + after)))

    assert "jumped up, as declared" in said
    assert "by the rules of run charts this is not chance alone" in said.lower()
    assert "cause" not in said


def test_fall_against_what_was_declared_is_said_so(indicator):
    before, after = (
        [20, 21, 19, 20, 22, 20, 21, 20, 19, 21, 20, 20, 19, 21],
        [10, 11, 9, 10, 12, 10, 9, 11, 10, 10],
    )

    said = " ".join(series.sentences_of(worked_out(indicator, before + after)))

    assert "jumped down, against what was declared" in said


def test_too_short_a_series_says_what_is_missing(indicator):
    said = series.sentences_of(worked_out(indicator, range(10, 26)))

    assert any("14 months before and 2 after" in sentence for sentence in said)


def test_missing_months_are_named(indicator):
    assert gaps_in([dt.date(2025, 1, 1), dt.date(2025, 4, 1)]) == 2


def test_values_are_replaced_and_counted(indicator):
    first = actions.set_values(indicator, months(dt.date(2025, 1, 1), [1, 2, 3]), actor=None)
    second = actions.set_values(indicator, months(dt.date(2025, 1, 1), [1, 5, 3, 4]), actor=None)

    assert (first, second) == (3, 2)
    assert indicator.values.get(month=dt.date(2025, 2, 1)).value == 5


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("value,month\n", "two headings"),
        ("month,value\n2025-13,4\n", "Row 2, month"),
        ("month,value\n2025-01,four\n", "Row 2, value"),
        ("month,value\n2025-01,NaN\n", "too large"),
        ("month,value\n2025-01,1\n2025-01,2\n", "there twice"),
        ("month,value\n2025-01\n", "columns"),
        ("month,value\n", "no values"),
    ],
)
def test_file_with_a_mistake_says_where_and_gives_nothing(text, problem):
    found = read_series(text.encode())

    assert any(problem in each for each in found.problems)
    assert not found.values


def test_page_draws_the_series_beside_the_training(client, board, indicator, bookings):
    came(*bookings)
    worked_out(indicator, range(10, 37))
    reader = reader_of(client, board)

    listed = reader.get(reverse("evaluations:indicators")).content.decode()
    page = reader.get(reverse("evaluations:indicator", args=[indicator.pk])).content.decode()
    file = reader.get(reverse("evaluations:indicator_csv", args=[indicator.pk])).content.decode()

    assert "Graded Care Profile" in listed
    assert "<svg" in page
    assert "no comparison area" in page
    assert "2026-03,36.0,6" in file


def test_officer_reads_values_from_a_file(client, board, indicator):
    officer = reader_of(client, board, Role.OFFICER)
    url = reverse("office_indicators:values", args=[indicator.pk])
    wrong = SimpleUploadedFile("w.csv", b"month,value\n2025-01,x\n")
    right = SimpleUploadedFile("r.csv", b"month,value\n2025-01,4\n2025-02,5\n")

    refused = officer.post(url, {"file": wrong})
    officer.post(url, {"file": right})

    assert "Row 2, value" in refused.content.decode()
    assert indicator.values.count() == 2


def test_dose_is_what_was_attended_by_month(indicator, bookings):
    came(*bookings[:4])
    BookingFactory()

    assert series.doses_of(indicator) == {dt.date(2026, 3, 1): 4}
