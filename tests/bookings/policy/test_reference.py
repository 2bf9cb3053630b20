"""docs/policies.md says what the schema says.

To renew its tables after a change of the schema: `python -m tests.bookings.policy.test_reference`.
"""

import re
from pathlib import Path

from bookings.policy.cases import Case
from bookings.policy.documents import policy_from_yaml
from bookings.policy.reference import markdown, plain, sections
from bookings.policy.schema import Policy

PAGE = Path(__file__).resolve().parents[3] / "docs" / "policies.md"
TABLES = re.compile(r"(?<=<!-- keys -->\n).*(?=<!-- end of keys -->)", re.DOTALL)


def test_the_page_lists_the_keys_of_the_schema():
    found = TABLES.search(PAGE.read_text())

    assert found is not None
    assert found.group() == f"\n{markdown(Policy)}\n"


def test_every_key_says_what_it_is():
    for root in (Policy, Case):
        for name, keys in sections(root).items():
            assert all(key.about.endswith(".") for key in keys), name


def test_the_example_of_the_page_is_sound():
    example = re.search(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)

    assert example is not None
    assert policy_from_yaml(example.group(1)).problems == ()


def test_the_plain_form_lists_every_key_of_a_case():
    text = plain(Case)

    for keys in sections(Case).values():
        assert all(key.name in text for key in keys)


def renew():
    PAGE.write_text(TABLES.sub(lambda _: f"\n{markdown(Policy)}\n", PAGE.read_text()))


if __name__ == "__main__":
    renew()
