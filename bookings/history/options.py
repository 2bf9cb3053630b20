"""How one file is to be read: what a board writes down once in a mapping file, or says on the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from courses.imports.columns import plain
from courses.imports.problems import FileRefused

from .parse import agency_key
from .words import Standing, standing_called, word_of

SECTIONS = ("columns", "words", "agencies", "courses", "everyone", "fill_down")


@dataclass(frozen=True)
class Options:
    """`words` by `word_of`, `agencies` by `agency_key`, `courses` by plain title: what the file says to what it
    means. `everyone`: the standing of every row of a list without one. `fill_down`: an event's cells are
    written once, above its people.
    """

    encoding: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    guessing: bool = True
    only_board: str = ""
    words: Mapping[str, Standing] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)
    everyone: Standing | None = None
    fill_down: bool = False


def from_yaml(text: str) -> dict[str, Any]:
    """The fields of `Options` that a mapping file sets. Raises FileRefused for what it does not know."""
    try:
        said = yaml.safe_load(text) or {}
    except yaml.YAMLError as problem:
        raise FileRefused(f"The mapping file is not YAML: {problem}") from None
    if not isinstance(said, dict) or set(said) - set(SECTIONS):
        raise FileRefused(f"A mapping file has the sections {', '.join(SECTIONS)}, and no others.")
    words = {word_of(word): standing(value) for word, value in _pairs(said, "words")}
    agencies = {agency_key(name): value for name, value in _pairs(said, "agencies")}
    found: dict[str, Any] = {
        "columns": dict(_pairs(said, "columns")),
        "words": words,
        "agencies": agencies,
        "courses": {plain(title): value for title, value in _pairs(said, "courses")},
        "fill_down": bool(said.get("fill_down", False)),
    }
    if said.get("everyone"):
        found["everyone"] = standing(str(said["everyone"]))
    return found


def standing(text: str) -> Standing:
    """Raises FileRefused for a word that is no standing."""
    found = standing_called(text)
    if found is None:
        listed = ", ".join(each.words for each in Standing)
        raise FileRefused(f"“{text}” is none of: {listed}.")
    return found


def _pairs(said: Mapping[str, Any], section: str) -> list[tuple[str, str]]:
    """YAML reads a bare Y or No as true and false: they are meant as written."""
    found = said.get(section) or {}
    if not isinstance(found, dict):
        raise FileRefused(
            f"In the mapping file, “{section}” is a list of “in the file: what it means”."
        )
    as_written = {True: "yes", False: "no", None: ""}
    return [
        (str(as_written.get(k, k) if isinstance(k, bool) or k is None else k), str(v))
        for k, v in found.items()
    ]
