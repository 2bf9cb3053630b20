"""What of a column may be shown, and what the sentences say where there is nothing to say."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from courses.choices import EventState
from courses.models import Event
from reports.actions import make_edition
from reports.annual.building import chapter_of
from reports.annual.chapter import canonical, thawed
from reports.annual.figures import Readings, hidden_apart
from reports.annual.hiding import registers
from reports.annual.stated import checks, written
from reports.measures.attendance import Counts
from reports.values import HIDDEN
from tests.factories import (
    AgencyFactory,
    AnnualReportFactory,
    CourseFactory,
    SectorFactory,
    StatedFigureFactory,
)
from tests.reports.test_attendance import booked, held

from .printed import printed
from .test_actions import AT


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([12, 0, 9], [12, 0, 9]),
        ([12, 3, 9], [12, HIDDEN, HIDDEN]),
        ([12, 3, 4], [12, HIDDEN, HIDDEN]),
        ([3, 0], [HIDDEN, 0]),
        ([7, None, 2], [HIDDEN, None, HIDDEN]),
    ],
)
def test_one_hidden_number_hides_the_smallest_other(numbers, shown):
    assert hidden_apart(numbers) == shown


@pytest.mark.django_db
def test_report_hides_small_sectors_and_says_so():
    report = AnnualReportFactory()
    event = held(CourseFactory(board=report.board, title="Neglect"), capacity=20)
    for name, people in (("Education", 6), ("Health", 5), ("Police", 2)):
        agency = AgencyFactory(boards=[report.board], sector=SectorFactory(name=name))
        for _ in range(people):
            booked(event, agency)

    chapter = chapter_of(report, at=AT)

    figures = printed(chapter)
    assert [figures[f"By sector, {s}: attended"] for s in ("Education", "Health", "Police")] == [
        *("6", "c", "c"),
    ]
    limits = chapter.parts[-1].blocks[0].text
    assert any("“c”" in sentence for sentence in limits)
    assert not any(block.kind == "chart" for part in chapter.parts for block in part.blocks)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ((6, 5, 0), "Education (6) and Health (5) had the most attendances."),
        (
            (9, 7, 6, 2),
            "Education (9) and Health (7) had the most attendances, of the sectors whose numbers are shown.",
        ),
        ((6, 5, 2), None),
        ((6, 0, 0), None),
    ],
)
def test_who_came_most_is_said_of_what_is_shown(people, sentence):
    report = AnnualReportFactory()
    event = held(CourseFactory(board=report.board), capacity=40)
    for name, number in zip(("Education", "Health", "Housing", "Police"), people, strict=False):
        agency = AgencyFactory(boards=[report.board], sector=SectorFactory(name=name))
        for _ in range(number):
            booked(event, agency)

    chapter = chapter_of(report, at=AT)

    said = [text for part in chapter.parts for block in part.blocks for text in block.text]
    assert [text for text in said if "had the most" in text] == ([sentence] if sentence else [])


@pytest.mark.django_db
def test_chart_names_what_is_hidden_and_keeps_no_number_of_it():
    report = AnnualReportFactory()
    event = held(CourseFactory(board=report.board, title="Neglect"), capacity=40)
    for name, people in (("Education", 7), ("Health", 6), ("Housing", 5), ("Police", 2)):
        agency = AgencyFactory(boards=[report.board], sector=SectorFactory(name=name))
        for _ in range(people):
            booked(event, agency)

    chapter = thawed(canonical(chapter_of(report, at=AT)))

    chart = next(b for part in chapter.parts for b in part.blocks if b.key == "chart-sector")
    assert chart.title == "Education attended most, of those shown: 7 of 20 (35 %)"
    assert [list(bar) for bar in chart.bars] == [
        ["Education", 7],
        ["Health", 6],
        ["Housing", "c"],
        ["Police", "c"],
    ]
    assert [str(row[1].text) for row in chart.twin.rows] == ["7", "6", "c", "c"]
    assert "Police" in chart.drawn
    assert not re.search(r">[1-5]<|number&quot;: [1-5]\b", chart.drawn)


@pytest.mark.django_db
def test_courses_without_a_level_are_a_line_that_can_be_read():
    report = AnnualReportFactory()
    event = held(CourseFactory(board=report.board, level=None), capacity=20)
    for agency in (AgencyFactory(boards=[report.board]), AgencyFactory(boards=[report.board])):
        for _ in range(6):
            booked(event, agency)
    make_edition(report.board, 2014, at=AT)

    (line,) = registers(report.board, report.period, today=AT.date()).by_level

    assert (line.level, line.counts.shown("attended")) == ("", 12)


@pytest.mark.parametrize(
    "counts",
    [Counts(), Counts(attended=12, hidden=frozenset({"attended"}))],
    ids=["no register", "hidden"],
)
@pytest.mark.django_db
def test_stated_figure_is_held_against_nothing_that_is_not_known(counts):
    report = AnnualReportFactory()
    figure = StatedFigureFactory(board=report.board)
    year = replace(registers(report.board, report.period, today=AT.date()), totals=counts)

    assert checks([figure], [figure], Readings(year, year)) == []


@pytest.mark.django_db
def test_report_of_a_year_without_registers_says_so():
    chapter = chapter_of(AnnualReportFactory(), at=AT)

    said = [text for part in chapter.parts for block in part.blocks for text in block.text]
    assert "No register of this year is completed yet." in said
    assert "No course of this year has results of evaluation that may be shown." in said
    assert any("nothing can be compared" in text for text in said)


@pytest.mark.django_db
def test_limits_name_registers_that_are_missing():
    report = AnnualReportFactory()
    event = held(CourseFactory(board=report.board), capacity=20)
    over = event.starts_at + dt.timedelta(hours=3)
    Event.objects.filter(pk=event.pk).update(state=EventState.PUBLISHED, ends_at=over)

    limits = chapter_of(report, at=AT).parts[-1].blocks[0].text

    assert any("1 event of this year has taken place" in sentence for sentence in limits)


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        ("273754", "pounds", "£273,754"),
        ("-5.2", "pounds", "−£5.20"),
        ("88", "percent", "88 %"),
        ("19.25", "other", "19.25"),
        ("100", "people", "100"),
    ],
)
def test_stated_numbers_are_written_as_people_write_them(number, unit, words):
    assert written(Decimal(number), unit) == words
