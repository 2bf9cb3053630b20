"""The words the product comes with: short, plain, the same facts in text and in HTML."""

import re

import pytest
from bs4 import BeautifulSoup

from notices.kinds import all_kinds
from notices.wording import problems_of, render, slots_in
from tests.factories import BoardFactory, BookingFactory

KINDS = pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
PLAIN_GRADE = 8
LONGEST_SUBJECT = 78


def sample(kind):
    return {each.name: each.example for each in kind.placeholders}


def rendered(kind):
    return render((kind.subject, kind.body), sample(kind), board_name="Example Board")


def syllables(word):
    groups = re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))
    return max(1, len(groups))


def grade(text):
    """Flesch and Kincaid's grade level: 0.39 words a sentence + 11.8 syllables a word − 15.59 (1975)."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = [s for s in re.split(r"[.!?:\n]+", text) if re.search(r"[A-Za-z]", s)]
    return (
        0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    )


def own_words(kind):
    """The body without its placeholders: what somebody wrote."""
    return re.sub(r"\{\{.*?\}\}", "Name", re.sub(r"\]\(.*?\)", "", kind.body)).replace("[", "")


@KINDS
def test_words_are_plain(kind):
    assert grade(own_words(kind)) <= PLAIN_GRADE


@KINDS
def test_subject_is_short_and_names_nobody(kind):
    subject = rendered(kind).subject

    assert len(subject) <= LONGEST_SUBJECT
    assert "name" not in slots_in(kind.subject)


@KINDS
def test_words_can_be_used_and_leave_no_braces(kind):
    said = rendered(kind)

    assert problems_of(kind, subject=kind.subject, body=kind.body) == {}
    assert not re.search(r"[{}]{2}", said.subject + said.text + said.html)


@KINDS
def test_text_and_html_say_the_same(kind):
    said = rendered(kind)
    page = BeautifulSoup(said.html, "html.parser")
    in_html = {link["href"] for link in page.find_all("a")}
    in_text = set(re.findall(r"https?://\S+[^\s.]", said.text))
    words = "".join(page.select_one(".body").get_text(" ").split())

    assert in_html <= in_text
    for line in said.text.splitlines():
        plain = re.sub(r":? ?https?://\S+", "", line).strip(" .")
        assert "".join(plain.split()) in words, line


@KINDS
def test_no_address_of_the_text_part_runs_into_a_full_stop(kind):
    assert not re.search(r"https?://\S+[.,;](\s|$)", rendered(kind).text)


@KINDS
def test_page_has_one_heading_and_a_title(kind):
    page = BeautifulSoup(rendered(kind).html, "html.parser")

    assert len(page.find_all("h1")) == 1
    assert page.html["lang"] == "en-GB"
    assert page.title.string == page.h1.string


@KINDS
def test_links_say_where_they_lead(kind):
    page = BeautifulSoup(rendered(kind).html, "html.parser")

    for link in page.find_all("a"):
        assert link.get_text().lower() not in {"here", "click here", "link", "more"}


@KINDS
def test_every_placeholder_is_explained(kind):
    names = [each.name for each in kind.placeholders]

    assert len(names) == len(set(names))
    assert all(each.meaning and each.example for each in kind.placeholders)


@pytest.mark.django_db
@KINDS
def test_preview_has_a_value_for_every_placeholder(kind):
    booking = BookingFactory()

    facts = kind.sample(booking.event.board_id)

    assert kind.names <= set(facts.values)


@pytest.mark.django_db
@KINDS
def test_preview_of_a_new_board_is_nothing_or_whole(kind):
    facts = kind.sample(BoardFactory().pk)

    assert facts is None or kind.names <= set(facts.values)
