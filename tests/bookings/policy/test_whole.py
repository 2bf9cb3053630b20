"""The engine as a whole: a policy with every section, and that nothing in it knows a database or a clock."""

import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bookings.policy
from bookings.policy.charges import quote_no_show
from bookings.policy.documents import policy_from_yaml, policy_to_yaml, read_yaml
from bookings.policy.explain import explain
from bookings.policy.keys import names_of
from bookings.policy.schema import Policy

from .making import case, policy

HERE = Path(__file__).parent
ENGINE = Path(bookings.policy.__file__).parent
EVERYTHING = (HERE / "everything.yaml").read_bytes()
NO_MODELS = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module("bookings.policy." + name)
print([name for name in sys.modules if name.endswith(".models")])
"""


def test_a_policy_with_every_section_is_sound_and_survives():
    data, _ = read_yaml(EVERYTHING)
    reading = policy_from_yaml(EVERYTHING)

    assert set(data) == set(names_of(Policy))
    assert reading.problems == ()
    assert policy_from_yaml(policy_to_yaml(reading.policy)).policy == reading.policy


def test_every_section_is_explained():
    """everything.txt is read by people before it changes: it is what an officer sees."""
    rules = policy_from_yaml(EVERYTHING).policy

    said = "".join(f"{line.rule}: {line.text}\n" for line in explain(rules))

    assert said == (HERE / "everything.txt").read_text()


def test_the_engine_loads_no_models():
    modules = [each.name for each in pkgutil.iter_modules([str(ENGINE)])]

    done = subprocess.run(
        [sys.executable, "-c", NO_MODELS, *modules],
        capture_output=True,
        text=True,
        check=True,
        cwd=ENGINE.parents[1],
        env={"PYTHONPATH": "."},
    )

    own = re.findall(r"'((?:bookings|courses|people|notices)[\w.]*)'", done.stdout)
    assert own == []


def test_the_engine_reads_no_clock():
    for path in ENGINE.glob("*.py"):
        assert not re.search(
            r"\b(now|today|utcnow|time)\(\)(?!\))", path.read_text().replace("dt.time()", "")
        ), path


@pytest.mark.parametrize("free_places", [True, False, None])
@pytest.mark.parametrize("free_places_cancelled", [True, False])
def test_what_is_said_of_free_places_is_what_not_coming_to_one_costs(
    free_places, free_places_cancelled
):
    rules = policy(
        cancellation={
            "applies_to_free_places": free_places_cancelled,
            "tiers": [{"charge": {"kind": "flat", "tariff": {"pence": 5000}}}],
        },
        no_show={} if free_places is None else {"applies_to_free_places": free_places},
    )

    said = [line.text for line in explain(rules)]
    cost = quote_no_show(rules, case()).pence

    own = {True: ["Not coming to a free place is charged too."], None: []}
    expected = own.get(free_places, ["Not coming to a free place is not charged."])
    assert [text for text in said if text.startswith("Not coming to a free")] == expected
    is_charged = free_places_cancelled if free_places is None else free_places
    assert cost == (5000 if is_charged else 0)
