"""From words to a message: placeholders stand for texts and for nothing else."""

import pytest

from bookings.messages.kinds import BOOKED
from notices.wording import html_of, problems_of, render, subject_of, text_of


def test_a_value_that_looks_like_a_placeholder_is_text():
    assert text_of("{{ name }}", {"name": "{{ secret }}", "secret": "x"}) == "{{ secret }}"


@pytest.mark.parametrize("slot", ["name.user.password", "name|safe", "_person", "name()", ""])
def test_there_is_no_way_behind_a_placeholder(slot):
    problems = problems_of(BOOKED, subject="Booked", body=f"Dear {{{{ {slot} }}}}")

    assert "There is no placeholder" in problems["body"][0]


def test_misspelt_placeholder_is_answered_with_the_nearest():
    problems = problems_of(BOOKED, subject="{{ corse }}", body="x")

    assert problems["subject"] == [
        "There is no placeholder {{ corse }} for this notice. Did you mean {{ course }}?"
    ]


def test_open_placeholder_is_a_problem():
    assert "not closed" in problems_of(BOOKED, subject="x", body="Dear {{ name")["body"][0]


def test_script_addresses_are_no_links():
    assert "href" not in html_of("[Press](javascript:alert(1))", {})


def test_a_paragraph_of_one_link_is_a_button():
    html = html_of("[Cancel]({{ link }})", {"link": "https://board.example/?a=1&b=2"})

    assert html == '<p><a href="https://board.example/?a=1&amp;b=2" class="button">Cancel</a></p>\n'


def test_empty_paragraphs_are_left_out():
    words, values = "One\n\n{{ reason }}\n\nTwo", {"reason": ""}

    assert text_of(words, values) == "One\n\nTwo"
    assert html_of(words, values) == "<p>One</p>\n<p>Two</p>\n"


def test_lines_of_a_value_are_lines_of_the_page():
    html = html_of("{{ when_and_where }}", {"when_and_where": "Monday\nTown Hall"})

    assert "Monday<br />\nTown Hall" in html


def test_subject_is_one_line():
    assert subject_of("Booked: {{ course }}", {"course": "A\r\nBcc: x"}) == "Booked: A Bcc: x"


def test_whole_message_carries_subject_and_board():
    said = render(("Hello", "World"), {}, board_name="Board & Co")

    assert (said.subject, said.text) == ("Hello", "World")
    assert "Board &amp; Co" in said.html
