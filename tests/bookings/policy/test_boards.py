"""Real boards: their documents are sound, and come to what was worked out by hand."""

import pytest
import yaml

from bookings.policy.cases import read_case
from bookings.policy.charges import quote_cancellation, quote_no_show
from bookings.policy.documents import policy_to_yaml, read_yaml
from bookings.policy.eligibility import may_book
from bookings.policy.examples import worked_examples
from bookings.policy.explain import explain
from bookings.policy.price import quote_price

from .making import BOARDS, CASES, board, codes, london

NAMES = sorted(path.stem for path in BOARDS.glob("*.yaml"))
EXPECTED = {"what", "price", "range", "cancelling", "not_coming", "not_coming_reasons", "books"}
GIVEN = {"delegate", "sessions", "event", "case"}


def rows():
    for name in NAMES:
        found, problems = read_yaml((CASES / f"{name}.yaml").read_bytes())
        assert not problems
        for row in found:
            yield pytest.param(name, row, id=f"{name}: {row['what']}")


def case_of(row):
    assert set(row) <= EXPECTED | GIVEN
    sessions = []
    for text in row["sessions"]:
        start, end = text.split(" to ")
        starts_at = start.replace(" ", "T")
        sessions.append({"starts_at": starts_at, "ends_at": f"{start[:10]}T{end}"})
    found, problems = read_case(
        {
            "event": {"sessions": sessions, **row.get("event", {})},
            "delegate": row["delegate"],
            **row.get("case", {}),
        }
    )
    assert problems == []
    return found


@pytest.mark.parametrize(("name", "row"), list(rows()))
def test_a_case_comes_to_what_was_worked_out_by_hand(name, row):
    policy, case = board(name), case_of(row)

    if "price" in row:
        price = quote_price(policy, case)
        assert price.pence == row["price"]
        assert price.provisional == ("range" in row)
        assert [price.low_pence, price.high_pence] == row.get("range", [price.pence] * 2)
    for at, pence in row.get("cancelling", {}).items():
        assert quote_cancellation(policy, case, london(at)).pence == pence, at
    if "not_coming" in row:
        missed = quote_no_show(policy, case)
        assert missed.pence == row["not_coming"]
        assert codes(missed.reasons) == row.get("not_coming_reasons", codes(missed.reasons))
    if "books" in row:
        expected = row["books"]
        answer = may_book(policy, case, london(expected["at"]))
        assert (answer.may_book, codes(answer.reasons)) == (
            expected["may"],
            expected.get("reasons", []),
        )
        assert codes(answer.warnings) == expected.get("warnings", [])
        assert answer.needs_staff == expected.get("needs_staff", False)
        assert answer.needs_manager == expected.get("needs_manager", answer.needs_manager)


def test_every_board_has_cases():
    assert sorted(path.stem for path in CASES.glob("*.yaml")) == NAMES
    assert len(NAMES) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_a_board_names_its_source_and_what_was_assumed(name):
    found = board(name)

    assert all(source.startswith("http") for source in found.sources)
    assert found.sources
    assert found.assumed


@pytest.mark.parametrize("name", NAMES)
def test_a_board_is_written_back_as_the_same_data(name):
    found = board(name)

    raw = yaml.safe_load((BOARDS / f"{name}.yaml").read_text())

    assert yaml.safe_load(policy_to_yaml(found)).keys() == raw.keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_board_can_be_explained(name):
    found = board(name)

    assert explain(found)
    assert worked_examples(found)
