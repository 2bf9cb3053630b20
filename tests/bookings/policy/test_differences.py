"""What a version changes, in words."""

import pytest

from bookings.policy.differences import Difference, differences

from .making import policy


def test_same_rules_differ_in_nothing():
    assert differences(policy(), policy()) == ()


def test_changed_rule_says_what_it_was_and_what_it_is():
    old, new = policy(booking_closes={"number": 2, "unit": "weeks"}), policy()

    assert differences(old, new) == (
        Difference(
            "booking_closes",
            ("Booking is open until the end of the day, 2 weeks before the event.",),
            ("Booking is open until the start.",),
        ),
    )


def test_only_the_sentences_that_changed_are_given():
    rules = {"free_until": {"number": 2, "unit": "weeks"}, "tiers": [{}]}
    old = policy(cancellation=rules)
    new = policy(cancellation=rules | {"applies_to_free_places": False})

    found = differences(old, new)

    assert [(each.before, each.after) for each in found] == [
        (("Free places are charged too.",), ("Free places are not charged.",))
    ]


@pytest.mark.parametrize(
    ("sections", "after"),
    [({"note": "Agreed in May"}, "Agreed in May"), ({"sources": ["https://a.example"]}, "- https")],
)
def test_what_has_no_words_of_its_own_is_shown_as_it_is_written(sections, after):
    (found,) = differences(policy(), policy(**sections))

    assert found.before == ()
    assert found.after[0].startswith(after)
