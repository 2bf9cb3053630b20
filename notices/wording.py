"""From a board's words to a message: placeholders, then plain text and HTML that say the same.

Words are Markdown without HTML, with `{{ name }}` for what differs. A name stands for a text and nothing
else: there is no way from it to anything behind it. Values are put in after the Markdown is read, so that
a person called "[Click here](…)" is a name and not a link. A paragraph that is one link is a button.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .kinds import Kind

SLOT = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
SUBJECT_LENGTH = 200
ROUNDED = str.maketrans("[]{}<>", "()()()")

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["image", "html_block"]
)


@dataclass(frozen=True)
class Rendered:
    """A message ready to leave: the same facts as text and as HTML."""

    subject: str
    text: str
    html: str


def problems_of(kind: Kind, *, subject: str, body: str) -> dict[str, list[str]]:
    """What is wrong with a board's words, by field ("subject", "body"); empty when they can be used."""
    found: dict[str, list[str]] = {}
    for name, text in (("subject", subject), ("body", body)):
        problems = [_unknown(slot, kind) for slot in slots_in(text) if slot not in kind.names]
        if text.count("{{") != text.count("}}") or "{{" in SLOT.sub("", text):
            problems.append("A placeholder is not closed: write it as {{ name }}.")
        if problems:
            found[name] = list(dict.fromkeys(problems))
    return found


def slots_in(text: str) -> list[str]:
    return SLOT.findall(text)


def _unknown(slot: str, kind: Kind) -> str:
    close = get_close_matches(slot, sorted(kind.names), n=1)
    hint = f" Did you mean {{{{ {close[0]} }}}}?" if close else ""
    return f"There is no placeholder {{{{ {slot} }}}} for this notice.{hint}"


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with the values in their places. Raises KeyError for a name without a value."""
    return SLOT.sub(lambda slot: str(values[slot[1]]), text)


def inert(value: str) -> str:
    """A value that is to stand among Markdown: its brackets are rounded, so that it can be no link or slot."""
    return value.translate(ROUNDED)


def subject_of(words: str, values: Mapping[str, str]) -> str:
    """One line, as a subject must be: a line break in a value cannot start another header."""
    return " ".join(fill(words, values).split())[:SUBJECT_LENGTH]


def text_of(words: str, values: Mapping[str, str]) -> str:
    """The plain-text part: links written out, empty paragraphs left out."""
    plain = links_written_out(words).replace("**", "")
    paragraphs = (fill(part, values).strip() for part in plain.split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)


def letter_of(words: str, values: Mapping[str, str]) -> SafeString:
    """The body of a printed letter as HTML, escaped: as `html_of`, with links written out to be typed."""
    return html_of(links_written_out(words), values)


def links_written_out(words: str) -> str:
    return LINK.sub(r"\1: \2", _tight(words))


def _tight(words: str) -> str:
    """Slots without spaces, so that one can be the address of a Markdown link."""
    return SLOT.sub(lambda slot: f"{{{{{slot[1]}}}}}", words)


def html_of(words: str, values: Mapping[str, str]) -> SafeString:
    """The body of the HTML part, escaped."""
    kept = "\n\n".join(p for p in _tight(words).split("\n\n") if fill(p, values).strip())
    tokens = _markdown.parse(kept)
    for token in _inline(tokens):
        token.children = list(_filled(token.children or [], values))
    _mark_buttons(tokens)
    page = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(page)  # noqa: S308  the renderer escapes every text and attribute


def _inline(tokens: list[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.type == "inline")


def _filled(children: list[Token], values: Mapping[str, str]) -> Iterator[Token]:
    """The tokens of a paragraph with their values; a line break in a value is one on the page."""
    for child in children:
        if child.type == "link_open":
            link = fill(unquote(str(child.attrGet("href"))), values)
            child.attrSet("href", link if _markdown.validateLink(link) else "")
        if child.type != "text":
            yield child
            continue
        for number, line in enumerate(fill(child.content, values).split("\n")):
            if number:
                yield Token("hardbreak", "br", 0)
            yield Token("text", "", 0, content=line)


def _mark_buttons(tokens: list[Token]) -> None:
    for token in _inline(tokens):
        parts = [c for c in token.children or [] if c.type != "text" or c.content.strip()]
        if len(parts) == 3 and parts[0].type == "link_open":
            parts[0].attrSet("class", "button")


def render(words: tuple[str, str], values: Mapping[str, str], *, board_name: str) -> Rendered:
    """`words` (subject, body) with `values`, as a whole message in the name of `board_name`."""
    subject, body = words
    said = subject_of(subject, values)
    page = render_to_string(
        "notices/email.html",
        {
            "subject": said,
            "content": html_of(body, values),
            "board_name": board_name,
        },
    )
    return Rendered(said, text_of(body, values), page)
