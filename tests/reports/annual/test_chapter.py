"""What a signed report is held against later: every number, by its place."""

from dataclasses import replace

import pytest

from reports.annual.chapter import (
    Chapter,
    Check,
    Difference,
    Figure,
    Part,
    Said,
    Shown,
    differences,
)

TABLE = Shown(
    "table-course",
    "table",
    title="By course",
    columns=("Course", "Attended"),
    rows=(("Neglect", "20"), ("Neglect", "30")),
    foot=("All", "50"),
)
CHART = Shown(
    "chart-course",
    "chart",
    title="Most came to Neglect",
    subtitle="Attendances by course",
    columns=("Course", "Attended"),
    bars=(("Neglect", 20), ("Neglect", 30)),
)
FIGURE = Shown(
    "attended", "figure", figures=(Figure("attended", "Attended", "50", "", "40 (20 events)"),)
)
STATED = Shown(
    "stated",
    "stated",
    title="Money",
    columns=("What", "Who counted what", "Pounds"),
    rows=(("Rooms", "Accounts", "£70"),),
    wordy=2,
    checks=(Check("Rooms: as our own records have it", "£70", "£70", agrees=True),),
)
SAID = Shown("impact", "words", said=(Said("Neglect", "Confidence rose", "It rose."),))


def chapter(*blocks: Shown) -> Chapter:
    return Chapter(
        board="Board",
        board_slug="board",
        title="Training",
        year="2014–15",
        first_day="2014-04-01",
        last_day="2015-03-31",
        edition=1,
        restates="",
        is_invented=False,
        made_at="2015-05-04T09:30:00+00:00",
        signed_at="",
        signed_by="",
        parts=[Part("done", "What we did", blocks)],
        definitions=(),
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        pytest.param(
            TABLE,
            replace(TABLE, rows=(("Neglect", "21"), ("Neglect", "30"))),
            Difference("By course, Neglect: attended", "20", "21"),
            id="the first of two courses of one title",
        ),
        pytest.param(
            TABLE,
            replace(TABLE, foot=("All", "51")),
            Difference("By course, All: attended", "50", "51"),
            id="the foot of a table",
        ),
        pytest.param(
            CHART,
            replace(CHART, bars=(("Neglect", 20), ("Neglect", 31))),
            Difference("Attendances by course, Neglect: attended", "30", "31"),
            id="a bar",
        ),
        pytest.param(
            FIGURE,
            replace(FIGURE, figures=(replace(FIGURE.figures[0], before="41 (20 events)"),)),
            Difference("Attended, the year before", "40 (20 events)", "41 (20 events)"),
            id="the year before",
        ),
        pytest.param(
            STATED,
            replace(STATED, checks=(replace(STATED.checks[0], ours="£71"),)),
            Difference("Rooms: as our own records have it", "£70", "£71"),
            id="ours beside a stated figure",
        ),
        pytest.param(
            SAID,
            replace(SAID, said=(replace(SAID.said[0], short="Confidence fell"),)),
            Difference("Neglect", "Confidence rose", "Confidence fell"),
            id="what became of a course",
        ),
        pytest.param(
            TABLE,
            replace(TABLE, rows=(("Alerter", "5"), *TABLE.rows)),
            Difference("By course, Alerter: attended", "", "5"),
            id="a row more moves no other",
        ),
    ],
)
def test_number_that_changed_is_told_once(was, now, told):
    assert differences(chapter(was), chapter(now)) == [told]


def test_chart_whose_figures_stand_in_a_table_is_told_with_the_table():
    tabled = replace(CHART, is_tabled=True)

    now = replace(tabled, bars=(("Neglect", 25),))

    assert differences(chapter(TABLE, tabled), chapter(TABLE, now)) == []


def test_figures_of_one_name_are_told_apart():
    twice = replace(FIGURE, figures=(*FIGURE.figures, replace(FIGURE.figures[0], key="attended-2")))
    now = replace(twice, figures=(replace(twice.figures[0], value="49"), twice.figures[1]))

    assert differences(chapter(twice), chapter(now)) == [Difference("Attended", "50", "49")]
