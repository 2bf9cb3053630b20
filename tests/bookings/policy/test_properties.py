import datetime as dt
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.policy.cases import Case
from bookings.policy.documents import (
    plain_from_yaml,
    policy_from_yaml,
    policy_to_yaml,
    read_case,
    read_policy,
    write_policy,
)
from bookings.policy.notice import elapsed
from bookings.policy.quotes import (
    quote_cancellation,
    quote_no_show,
    quote_price,
    steps,
)
from bookings.policy.schema import Cancellation, Policy
from bookings.policy.words import before_cancelling, worked_examples
from people.choices import ContributorCategory

from . import strategies as some

SECOND = dt.timedelta(seconds=1)


def said(words: str) -> int:
    """The last sum in a sentence, in pence."""
    whole, part = re.findall(r"£([\d,]+)(?:\.(\d\d))?", words)[-1]
    return int(whole.replace(",", "")) * 100 + int(part or 0)


@given(policy=some.policies)
def test_a_policy_survives_yaml(policy: Policy) -> None:
    reading = policy_from_yaml(policy_to_yaml(policy))

    assert reading.problems == ()
    assert reading.policy == policy


@settings(max_examples=300)
@given(data=some.junk)
def test_reading_never_crashes_on_junk(data: object) -> None:
    for reading in (read_policy(data), read_case(data)):
        assert reading.problems
        assert all(each.message for each in reading.problems)


@given(policy=some.policies, data=some.junk, name=some.known_names)
def test_reading_never_crashes_on_a_policy_with_one_bad_part(
    policy: Policy, data: object, name: str
) -> None:
    reading = read_policy({**write_policy(policy), name: data})

    assert (reading.policy is None) == bool(reading.problems)


@given(text=st.text() | st.binary())
def test_yaml_never_crashes_on_any_text(text: str | bytes) -> None:
    plain_from_yaml(text)


@given(
    policy=some.policies,
    rules=some.rising(),
    case=some.cases,
    hours=st.tuples(st.integers(0, 2_000), st.integers(0, 2_000)),
)
def test_cancelling_later_never_costs_less_when_the_tiers_rise(
    policy: Policy, rules: Cancellation, case: Case, hours: tuple[int, int]
) -> None:
    policy = replace(policy, cancellation=rules)
    earlier, later = (elapsed(case.event.starts, hours=-n) for n in sorted(hours, reverse=True))

    before = quote_cancellation(policy, case, earlier).pence

    assert before <= quote_cancellation(policy, case, later).pence


@given(policy=some.policies, case=some.cases, hours=st.integers(0, 2_000))
def test_the_provisional_range_contains_what_it_comes_to(
    policy: Policy, case: Case, hours: int
) -> None:
    unknown = replace(case.person, category=ContributorCategory.UNVERIFIED, in_area=None)
    unsure = replace(case, person=unknown)
    at = elapsed(case.event.starts, hours=-hours)
    pairs = (
        (
            quote_price(policy, case.event, unknown),
            quote_price(policy, case.event, case.person),
        ),
        (quote_cancellation(policy, unsure, at), quote_cancellation(policy, case, at)),
        (quote_no_show(policy, unsure), quote_no_show(policy, case)),
    )

    for first, final in pairs:
        assert first.low <= final.pence <= first.high
        assert not final.provisional
    assert pairs[0][0].provisional


@given(policy=some.policies, case=some.cases)
def test_the_words_before_cancelling_say_what_the_engine_charges(
    policy: Policy, case: Case
) -> None:
    lines = before_cancelling(policy, case)

    for line, after in zip(lines, [*lines[1:], None], strict=True):
        at_the_end = quote_cancellation(policy, case, line.until)
        assert line.pence == at_the_end.pence
        assert (said(line.words) if "£" in line.words else 0) == at_the_end.pence
        if after and after.until - line.until > SECOND:
            just_later = quote_cancellation(policy, case, line.until + SECOND)
            assert just_later.pence == after.pence


@settings(max_examples=30)
@given(policy=some.policies)
def test_worked_examples_say_what_the_engine_charges(policy: Policy) -> None:
    for each in worked_examples(policy):
        assert said(each.words) == each.pence
        assert quote_price(policy, each.event, each.person).pence == each.price


@given(policy=some.policies, case=some.cases)
def test_steps_go_forward_and_end_at_the_start(policy: Policy, case: Case) -> None:
    ends = [each.until.timestamp() for each in steps(policy, case.event)]

    assert ends == sorted(ends)
    assert ends[-1] == case.event.starts.timestamp()
