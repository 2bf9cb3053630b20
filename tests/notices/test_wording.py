"""Words become text, HTML and letters that say the same, and a value is never more than a value."""

import pytest

from notices import wording

VALUES = {"name": "Jane", "link": "https://board.example/x"}
WORDS = "Hello **{{ name }}**.\n\n[See it]({{ link }})"


def test_link_is_written_out_in_the_text_part():
    assert wording.text_of(WORDS, VALUES) == "Hello Jane.\n\nSee it: https://board.example/x"


def test_link_of_its_own_paragraph_is_a_button_in_html():
    html = wording.html_of(WORDS, VALUES)

    assert '<a href="https://board.example/x" class="button">See it</a>' in html


def test_letter_has_no_link_to_press():
    html = wording.letter_of(WORDS, VALUES)

    assert "<a" not in html
    assert "<p>See it: https://board.example/x</p>" in html


@pytest.mark.parametrize("part", [wording.html_of, wording.letter_of])
def test_value_is_neither_markup_nor_link_nor_slot(part):
    name = "<b>[x](http://evil.example) {{ link }}"

    html = part("Hello {{ name }}", {**VALUES, "name": name})

    assert html == "<p>Hello &lt;b&gt;[x](http://evil.example) {{ link }}</p>\n"


def test_value_cannot_make_a_link_run():
    html = wording.html_of("[x]({{ name }})", {"name": "javascript:alert(1)"})

    assert "javascript" not in html


def test_value_among_markdown_can_be_no_link_and_no_slot():
    assert wording.inert("[x](y) {{ link }} <z>") == "(x)(y) (( link )) (z)"
