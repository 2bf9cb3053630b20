import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import AuditEntry
from reports.actions import make_edition
from reports.annual import actions
from reports.annual.building import chapter_of, read
from reports.annual.chapter import canonical, differences, sha256_of, thawed
from reports.annual.rules import NotNow, Overtaken, TakenOut
from reports.annual.structure import Block, BlockKind, from_data
from reports.choices import SlotState
from reports.models import AnnualReport, StatedFigure
from tests.factories import AgencyFactory, BoardFactory, CourseFactory, EventFactory, UserFactory
from tests.reports.test_attendance import booked, held

from .printed import printed

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def report() -> AnnualReport:
    """12 of 20 places used at one event of 2014-15."""
    board = BoardFactory()
    event = held(CourseFactory(board=board, title="Neglect"), capacity=20)
    for agency in (AgencyFactory(boards=[board]), AgencyFactory(boards=[board])):
        for _ in range(6):
            booked(event, agency)
    make_edition(board, 2014, at=AT)
    return actions.start_report(board, 2014, actor=None, at=AT)


def test_report_starts_with_an_open_text_for_each_narrative(report):
    wanted = {block.key for block in from_data(report.structure).narratives}

    assert set(report.slots.values_list("key", flat=True)) == wanted
    assert set(report.slots.values_list("state", flat=True)) == {SlotState.OPEN}


def test_year_has_one_report(report):
    with pytest.raises(NotNow):
        actions.start_report(report.board, 2014, actor=None, at=AT)


def test_text_is_saved_with_who_and_when(report):
    slot, writer = report.slots.first(), UserFactory()

    actions.write_slot(slot.pk, text=" We ran it. ", is_ready=True, version=1, actor=writer, at=AT)

    slot.refresh_from_db()
    assert (slot.text, slot.state, slot.version) == ("We ran it.", SlotState.READY, 2)
    assert (slot.edited_by, slot.edited_at) == (writer, AT)


def test_second_writer_is_told_and_the_first_text_stays(report):
    slot = report.slots.first()
    actions.write_slot(slot.pk, text="First", is_ready=False, version=1, actor=None, at=AT)

    with pytest.raises(Overtaken) as told:
        actions.write_slot(slot.pk, text="Second", is_ready=False, version=1, actor=None, at=AT)

    assert told.value.slot.text == "First"


def test_empty_text_is_not_ready(report):
    with pytest.raises(NotNow):
        actions.write_slot(
            report.slots.first().pk, text=" ", is_ready=True, version=1, actor=None, at=AT
        )


def test_written_text_is_not_removed_with_its_block(report):
    slot = report.slots.get(key="planning")
    actions.write_slot(slot.pk, text="Kept", is_ready=False, version=1, actor=None, at=AT)

    with pytest.raises(NotNow):
        actions.remove_block(report.pk, "planning", version=1, actor=None, at=AT)


def test_text_that_was_taken_out_is_not_written(report):
    slot = report.slots.get(key="planning")
    actions.remove_block(report.pk, "planning", version=1, actor=None, at=AT)

    with pytest.raises(TakenOut):
        actions.write_slot(slot.pk, text="Late", is_ready=False, version=1, actor=None, at=AT)


def test_texts_that_are_gone_are_passed_over_when_writers_are_asked(report):
    actions.remove_block(report.pk, "planning", version=1, actor=None, at=AT)
    asked = {"planning": UserFactory(), "priorities": UserFactory()}

    actions.assign_slots(report.pk, asked, actor=None, at=AT)

    assert report.slots.get(key="priorities").assigned_to == asked["priorities"]


def test_structure_changed_by_two_people_is_not_mixed(report):
    actions.move_block(report.pk, "planning", 1, version=1, actor=None, at=AT)

    with pytest.raises(NotNow, match="meanwhile"):
        actions.move_block(report.pk, "planning", 1, version=1, actor=None, at=AT)


def test_added_narrative_gets_its_text(report):
    block = Block("", BlockKind.NARRATIVE, title="Our trainers")

    actions.add_block(report.pk, "done", block, version=1, actor=None, at=AT)

    assert report.slots.filter(key="our-trainers").exists()


def test_signed_report_is_frozen_and_its_hash_is_that_of_the_file(report):
    signed = actions.sign_off(report.pk, actor=UserFactory(full_name="B. Manager"), at=AT)

    assert sha256_of(signed.frozen.encode()) == signed.sha256
    assert thawed(signed.frozen).signed_by == "B. Manager"
    assert canonical(thawed(signed.frozen)) == signed.frozen


def test_registers_that_change_later_change_no_signed_report(report):
    signed = actions.sign_off(report.pk, actor=None, at=AT)
    booked(report.board.events.get(), AgencyFactory(boards=[report.board]))
    make_edition(report.board, 2014, at=timezone.now())

    now = chapter_of(signed, at=timezone.now())

    assert printed(read(signed, at=timezone.now()))["Attended"] == "12"
    assert ("Attended", "12", "13") in [
        (each.what, each.signed, each.now) for each in differences(thawed(signed.frozen), now)
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda report: actions.sign_off(report.pk, actor=None, at=AT),
        lambda report: actions.move_block(report.pk, "planning", 1, version=1, actor=None, at=AT),
        lambda report: actions.write_slot(
            report.slots.first().pk, text="Late", is_ready=False, version=1, actor=None, at=AT
        ),
        lambda report: actions.assign_slots(report.pk, {"planning": None}, actor=None, at=AT),
    ],
)
def test_signed_report_is_never_changed(report, change):
    actions.sign_off(report.pk, actor=None, at=AT)

    with pytest.raises(NotNow, match="signed off"):
        change(report)


def test_database_refuses_a_signed_report_without_its_document(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).update(state="signed")


def test_year_that_is_not_over_is_not_signed_off(report):
    early = dt.datetime(2015, 3, 31, 12, tzinfo=dt.UTC)

    with pytest.raises(NotNow, match="31 March 2015"):
        actions.sign_off(report.pk, actor=None, at=early)


def test_year_is_not_signed_off_before_it_is_known_which_small_numbers_are_hidden(report):
    booked(report.board.events.get(), AgencyFactory(boards=[report.board]))

    with pytest.raises(NotNow, match="still being worked out"):
        actions.sign_off(report.pk, actor=None, at=AT)


def test_year_is_not_signed_off_while_registers_are_missing(report):
    EventFactory(
        course=report.board.courses.get(), starts_at=dt.datetime(2015, 3, 30, 9, tzinfo=dt.UTC)
    )
    in_april = dt.datetime(2015, 4, 20, 12, tzinfo=dt.UTC)
    make_edition(report.board, 2014, at=in_april)

    with pytest.raises(NotNow, match="not completed yet"):
        actions.sign_off(report.pk, actor=None, at=in_april)


def test_new_edition_takes_over_texts_and_says_what_it_restates(report):
    slot = report.slots.get(key="planning")
    actions.write_slot(slot.pk, text="As before", is_ready=True, version=1, actor=None, at=AT)
    signed = actions.sign_off(report.pk, actor=None, at=AT)

    again = actions.new_edition(signed, restates="A late register.", actor=None, at=AT)

    assert (again.edition, again.slots.get(key="planning").text) == (2, "As before")
    assert chapter_of(again, at=AT).restates == "A late register."
    with pytest.raises(NotNow, match="draft"):
        actions.new_edition(signed, restates="Again.", actor=None, at=AT)


def test_stated_figure_stands_apart_and_is_not_added(report):
    stated = {"unit": "attendances", "base": "Another unit's.", "source": "Their report"}
    actions.state_figure(
        report.board, 2014, label="Suite", value=Decimal(956), **stated, actor=None, at=AT
    )

    chapter = chapter_of(report, at=AT)

    blocks = {block.key: block for part in chapter.parts for block in part.blocks}
    assert printed(chapter)["Attended"] == "12"
    assert printed(chapter)["Counts by other units, Suite: number"] == "956"
    (check,) = blocks["stated-counts"].checks
    assert (check.agrees, check.ours, check.theirs) == (False, "12", "956")


def test_stated_total_is_held_against_its_parts(report):
    stated = {"unit": "pounds", "base": "Accounts.", "source": "Accounts", "actor": None, "at": AT}
    total = actions.state_figure(report.board, 2014, label="All", value=Decimal(70), **stated)
    for label, value, less in (("Income", 100, False), ("Spent", 31, True)):
        actions.state_figure(
            report.board,
            2014,
            label=label,
            value=Decimal(value),
            part_of=total,
            is_subtracted=less,
            **stated,
        )

    blocks = {b.key: b for part in chapter_of(report, at=AT).parts for b in part.blocks}

    (check,) = blocks["stated-money"].checks
    assert (check.agrees, check.ours, check.theirs, check.note) == (
        False,
        "£69",
        "£70",
        "Off by £1.",
    )
    actions.drop_figure(total, actor=None, at=AT)
    assert not StatedFigure.objects.exists()


def test_every_change_is_in_the_audit(report):
    signed = actions.sign_off(report.pk, actor=None, at=AT)

    entries = AuditEntry.objects.filter(target_type="reports.annualreport", target_id=signed.pk)
    assert list(entries.values_list("verb", flat=True)) == ["started", "signed off"]
