"""What we promise in words: confidential until a day, and never anonymous while a key exists."""

import re
from pathlib import Path

import pytest

from evaluations.messages.kinds import KINDS

ROOT = Path(__file__).parents[2]
FOLDERS = (
    "templates/evaluations",
    "templates/backoffice/evaluation",
    "evaluations/instruments/bank",
)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


SHOWN = [
    *(file for folder in FOLDERS for file in _files(ROOT / folder)),
    ROOT / "templates/pdf/answers.html",
    *sorted((ROOT / "evaluations/views").glob("*.py")),
    *sorted((ROOT / "evaluations/backoffice").glob("*.py")),
    ROOT / "evaluations/messages/kinds.py",
    ROOT / "evaluations/forms.py",
]
FORMS = [
    ROOT / "templates/evaluations/answer.html",
    ROOT / "templates/evaluations/in_the_room.html",
    ROOT / "templates/evaluations/room.html",
    ROOT / "templates/evaluations/keying.html",
    ROOT / "templates/pdf/answers.html",
]
UNTIL = re.compile(r"confidential.*?until \{\{ ?[a-z_.0-9]*key_until", re.S)


@pytest.mark.parametrize("file", SHOWN, ids=lambda file: file.name)
def test_nothing_says_anonymous(file):
    assert not re.search("anonym", file.read_text(), re.I)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.name)
def test_every_form_says_confidential_until_when(file):
    assert UNTIL.search(file.read_text())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_notice_says_confidential_until_when(kind):
    assert UNTIL.search(kind.body)
