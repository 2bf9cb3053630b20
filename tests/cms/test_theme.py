"""The compiled style sheet is ours: no borrowed fonts or crests, nothing missing, built from source."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
CSS = ROOT / "static/css/cohort.css"
SCRIPT = ROOT / "static/js/cohort.js"
FONTS = ROOT / "static/fonts"
PUBLIC_PAGE_BYTES = 150 * 1024
HTML_ALLOWANCE = 30 * 1024


def test_css_declares_no_font_but_ours():
    faces = re.findall(r"@font-face\{[^}]*font-family:\s*\"?([^\";}]+)", CSS.read_text())

    assert faces == ["Atkinson Hyperlegible", "Atkinson Hyperlegible"]


def test_css_never_names_the_government_font():
    assert "GDS Transport" not in CSS.read_text()


def test_css_points_at_files_that_exist():
    targets = re.findall(r"url\(\"?([^\")]+)\"?\)", CSS.read_text())

    assert targets
    assert [t for t in targets if not (CSS.parent / t).exists()] == []


def test_fonts_carry_their_licence():
    assert "SIL Open Font License" in (FONTS / "LICENSE.txt").read_text()


def test_frame_leaves_room_in_the_page_budget():
    on_the_wire = len(gzip.compress(CSS.read_bytes())) + len(gzip.compress(SCRIPT.read_bytes()))
    on_the_wire += sum(font.stat().st_size for font in FONTS.glob("*.woff2"))

    assert SCRIPT.stat().st_size <= 4 * 1024
    assert on_the_wire + HTML_ALLOWANCE <= PUBLIC_PAGE_BYTES


@pytest.mark.skipif(
    not (ROOT / "node_modules").is_dir() or shutil.which("npm") is None,
    reason="needs node and `npm ci`: the built file is committed",
)
def test_css_is_built_from_its_source(tmp_path):
    built = tmp_path / "cohort.css"
    subprocess.run(
        [
            ROOT / "node_modules/.bin/sass",
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            f"--load-path={ROOT / 'node_modules'}",
            ROOT / "static/src/cohort.scss",
            built,
        ],
        check=True,
        timeout=120,
    )

    assert built.read_text() == CSS.read_text()
