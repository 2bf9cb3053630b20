from pathlib import Path

import pytest

from evaluations.measures import CHANGE, DEFINITIONS

DOCUMENTED = Path(__file__).parents[2].joinpath("docs/measures.md").read_text()


@pytest.mark.parametrize(("name", "words"), [*CHANGE.items(), *DEFINITIONS.values()])
def test_every_measure_of_impact_is_documented_in_the_words_of_the_page(name, words):
    assert f"| {name} | {words} |" in DOCUMENTED
