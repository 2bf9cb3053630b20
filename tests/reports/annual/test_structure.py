from importlib import import_module

import pytest
from django.apps import apps

from reports.annual.structure import (
    TEMPLATE,
    Block,
    BlockKind,
    Section,
    Structure,
    as_data,
    from_data,
)
from tests.factories import AnnualReportFactory, StatedFigureFactory

FIGURE = Block("", BlockKind.FIGURE, of="attended", title="Housing", sector=7)


def keys(structure: Structure) -> list[list[str]]:
    return [[block.key for block in section.blocks] for section in structure.sections]


def two_sections() -> Structure:
    a, b, c = (Block(key, BlockKind.NARRATIVE) for key in "abc")
    return Structure((Section("one", "One", (a, b)), Section("two", "Two", (c,))))


def test_template_survives_being_stored():
    assert from_data(as_data(TEMPLATE)) == TEMPLATE


def test_keys_of_the_template_are_its_own():
    found = [block.key for block in TEMPLATE.blocks]

    assert len(found) == len(set(found))


def test_block_added_twice_gets_two_keys():
    added = two_sections().with_block("two", FIGURE).with_block("two", FIGURE)

    assert keys(added) == [["a", "b"], ["c", "housing", "housing-2"]]


def test_block_moves_within_its_section_and_past_its_end():
    before = two_sections()

    assert keys(before.moved("a", 1)) == [["b", "a"], ["c"]]
    assert keys(before.moved("b", 1)) == [["a"], ["b", "c"]]
    assert keys(before.moved("c", -1)) == [["a", "b", "c"], []]
    assert keys(before.moved("a", -1)) == keys(before)
    assert keys(before.moved("c", 1)) == keys(before)


def test_block_is_taken_out():
    assert keys(two_sections().without("b")) == [["a"], ["c"]]


@pytest.mark.django_db
def test_reports_made_before_call_events_held_by_their_one_key():
    block = {"key": "events-held", "kind": "figure", "of": "events_held"}
    report = AnnualReportFactory(structure=[{"key": "a", "title": "A", "blocks": [block]}])
    stated = StatedFigureFactory(own="events_held")
    renamed = import_module("reports.migrations.0005_one_key_for_events_held")

    renamed.Migration.operations[0].code(apps, None)

    report.refresh_from_db()
    stated.refresh_from_db()
    assert (report.structure[0]["blocks"][0]["of"], stated.own) == ("events", "events")
