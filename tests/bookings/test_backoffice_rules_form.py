"""The form made from the schema: what is typed becomes the document, and every rule can be set."""

from dataclasses import replace

import pytest
from hypothesis import given

from bookings.backoffice.rules.document import NO_SUM, write_document
from bookings.backoffice.rules.form import pressed_row, rows_kind
from bookings.backoffice.rules.lists import Lists
from bookings.backoffice.rules.policy_form import PolicyForm, typed_policy
from bookings.backoffice.rules.shape import Is, keys_of
from bookings.policy.documents import policy_from_yaml, read_policy
from bookings.policy.keys import is_section
from bookings.policy.schema import Notice, Policy, Tier, Waiver
from tests.bookings.policy.generated import policies
from tests.bookings.policy.making import BOARDS, board
from tests.bookings.policy.test_whole import EVERYTHING

NAMES = sorted(path.stem for path in BOARDS.glob("*.yaml"))
PLAIN = Policy(name="A board")


def through_the_form(policy):
    return read_policy(write_document(Policy, typed_policy(policy)).data)


def checked(**typed):
    return PolicyForm({**typed_policy(PLAIN), **typed}, Lists(), check=True)


def beside(form, name):
    return form.drawing.by_name[name].errors


@pytest.mark.parametrize("name", NAMES)
def test_every_board_goes_through_the_form_unchanged(name):
    assert through_the_form(board(name)).policy == board(name)


def test_every_section_goes_through_the_form_unchanged():
    policy = policy_from_yaml(EVERYTHING).policy

    assert through_the_form(policy).policy == policy


@given(policies())
def test_any_sound_policy_goes_through_the_form_unchanged(policy):
    """But for the spaces around words."""
    trimmed = replace(
        policy,
        name=policy.name.strip(),
        note=policy.note.strip(),
        assumed=tuple(each.strip() for each in policy.assumed),
        waivers=tuple(replace(each, words=each.words.strip()) for each in policy.waivers),
    )

    assert through_the_form(policy).policy == trimmed


def test_every_key_of_the_schema_is_in_the_form():
    rules = policy_from_yaml(EVERYTHING).policy
    form = PolicyForm(typed_policy(rules), Lists())
    missing = []

    def walk(section, path):
        for key in keys_of(section):
            at = f"{path}.{key.name}" if path else key.name
            if at not in form.drawing.by_name:
                missing.append(at)
            if key.what == Is.ROWS:
                walk(key.kind, f"{at}[0]")
            elif is_section(key.kind):
                walk(key.kind, at)

    walk(Policy, "")

    assert missing == []


def test_every_list_has_a_button_to_add_a_row():
    lists = [key.name for key in keys_of(Policy) if key.what == Is.ROWS]

    assert all(rows_kind(Policy, name) for name in lists)
    assert rows_kind(Policy, "cancellation.tiers") is Tier


def test_no_other_name_adds_a_row():
    names = ["", "name", "prices", "prices.rows[0].tariff.by_duration", "nonsense.rows", "]["]

    assert [rows_kind(Policy, name) for name in names] == [None] * len(names)


@pytest.mark.parametrize(
    ("typed", "pence"), [("75", 7500), ("£37.50", 3750), ("1,250", 125000), ("0", 0), ("0.5", 50)]
)
def test_money_is_typed_in_pounds(typed, pence):
    form = checked(**{"prices.otherwise.pence": [typed]})

    assert form.policy.prices.otherwise.pence == pence


@pytest.mark.parametrize("typed", ["abc", "1.234", "-5", "£"])
def test_what_is_no_sum_is_said_beside_it_and_kept(typed):
    form = checked(**{"prices.otherwise.pence": [typed]})

    assert beside(form, "prices.otherwise.pence") == [NO_SUM]
    assert typed in form.drawing.by_name["prices.otherwise.pence"].widget


def test_code_is_made_from_the_words():
    typed = {
        **typed_policy(PLAIN),
        "charge_groups": ["1"],
        "charge_groups[0].words": ["Train the trainer"],
    }

    document = write_document(Policy, typed).data

    assert document["charge_groups"] == [
        {"code": "train_the_trainer", "words": "Train the trainer"}
    ]


def test_rate_of_an_unknown_duration_is_said_beside_it_and_kept():
    form = checked(**{"prices.otherwise.by_duration[evening]": ["20"]})

    assert "no duration" in beside(form, "prices.otherwise.by_duration[evening]")[0]


def test_what_has_no_meaning_beside_the_choice_is_not_read():
    form = checked(
        **{
            "cancellation.tiers": ["1"],
            "cancellation.tiers[0].charge.kind": ["full_price"],
            "cancellation.tiers[0].charge.percent": ["50"],
        }
    )

    assert form.problems == []


def test_gap_between_tiers_is_said_beside_the_tier():
    form = checked(
        **{
            "cancellation.free_until?": ["on"],
            "cancellation.free_until.number": ["3"],
            "cancellation.free_until.unit": ["working_days"],
            "cancellation.tiers": ["2"],
            "cancellation.tiers[0].until?": ["on"],
            "cancellation.tiers[0].until.number": ["5"],
            "cancellation.tiers[0].until.unit": ["working_days"],
            "cancellation.tiers[0].charge.kind": ["nothing"],
            "cancellation.tiers[1].charge.kind": ["full_price"],
        }
    )

    assert "overlap" in beside(form, "cancellation.tiers[0].until")[0]


def test_row_is_added_with_what_is_usual():
    typed, look_at = pressed_row(Policy, {**typed_policy(PLAIN), "add": ["waivers"]})

    assert look_at == "waivers[0]"
    assert write_document(Policy, typed).data["waivers"][0]["covers"] == [
        "late_cancellation",
        "no_show",
    ]


def test_removing_a_row_keeps_what_is_typed_in_the_others():
    typed = typed_policy(policy_from_yaml(EVERYTHING).policy)

    after, look_at = pressed_row(Policy, {**typed, "remove": ["prices.rows[0]"]})

    assert look_at == "prices.rows"
    rows = write_document(Policy, after).data["prices"]["rows"]
    assert [row["course_types"] for row in rows] == [["conference", "train_the_trainer"]]


def test_row_moves_up_with_all_that_is_in_it():
    typed = typed_policy(policy_from_yaml(EVERYTHING).policy)

    after, _ = pressed_row(Policy, {**typed, "raise": ["durations[1]"]})

    codes = [each["code"] for each in write_document(Policy, after).data["durations"]]
    assert codes == ["half_day", "briefing", "full_day"]


@pytest.mark.parametrize("row", ["waivers[7]", "waivers", "[0]", "durations[-1]", "durations[99]"])
@pytest.mark.parametrize("button", ["remove", "raise", "add"])
def test_buttons_for_rows_that_are_not_there_change_nothing(button, row):
    typed = typed_policy(PLAIN)

    after, _ = pressed_row(Policy, {**typed, button: [row]})

    if not (button == "add" and row == "waivers"):
        assert read_policy(write_document(Policy, after).data).policy == PLAIN


def test_nothing_at_all_is_a_form_with_problems_and_no_error():
    form = PolicyForm({}, Lists(), check=True)

    assert [each.path for each in form.problems] == ["name"]


def test_name_in_no_list_is_kept_and_pointed_out():
    form = checked(**{"eligibility.sectors": ["Fishing"]})

    assert form.is_sound
    assert [each.where for each in form.unknown_names()] == ["Only these sectors"]


def test_words_stand_beside_their_rule():
    form = PolicyForm(typed_policy(board("south_tyneside")), Lists())

    assert form.drawing.by_name["cancellation.free_until"].words == [
        "Cancelling is free until the end of the day, 2 working days before the event."
    ]


def test_hours_are_not_asked_when_they_end():
    sections = {key.name for key in keys_of(Notice)} | {key.name for key in keys_of(Waiver)}

    form = checked(
        **{
            "booking_closes?": ["on"],
            "booking_closes.number": ["48"],
            "booking_closes.unit": ["hours"],
            "booking_closes.closes": ["at_time"],
            "booking_closes.closes_at": ["10:00"],
        }
    )

    assert "closes_at" in sections
    assert form.is_sound
