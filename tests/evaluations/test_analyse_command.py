import io
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from evaluations.analysis.reading import COLUMNS
from evaluations.management.commands.analyse import Command

EXAMPLE = settings.BASE_DIR / "evaluations" / "examples" / "answers.csv"
DOCS = settings.BASE_DIR / "docs" / "analyse.md"


def run(*arguments):
    out = io.StringIO()
    call_command("analyse", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def bad_file(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("person,wave,item,value\n" + "p1,T1,q,x\n" * 50)
    return path


def test_the_example_gives_json_with_n_beside_each_figure():
    found = json.loads(run(EXAMPLE, "--invited", 40))

    scale = found["outcomes"][0]
    assert (scale["name"], found["invited"]) == ("Confidence", 40)
    change = scale["changes"]["T1 to T2"]
    for figure in ("mean_change", "paired_t", "wilcoxon", "d_z", "d_av", "by_event"):
        assert change[figure]["n"] == change["n"] == 22
    assert scale["net_effect"]["n"] == 16


def test_the_example_can_be_read_as_text():
    text = run(EXAMPLE, "--format", "text", "--run", "2015-02")

    assert "Confidence (scale)" in text
    assert "Place of 2015-02 among runs" in text
    assert "There is no comparison group" in text


def test_a_bad_file_is_refused_with_rows_and_columns_and_nothing_is_computed(bad_file):
    out = io.StringIO()

    with pytest.raises(CommandError, match="row 2, column value: “x” is not a number") as caught:
        call_command("analyse", str(bad_file), stdout=out)

    assert "nothing was computed" in str(caught.value)
    assert str(caught.value).count("\n  row ") == 40
    assert str(caught.value).endswith("more")
    assert out.getvalue() == ""


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "none.csv")


def test_a_file_that_is_not_utf_8_says_so(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes("person,wave,item,value\np1,T1,caf\u00e9,3\n".encode("latin-1"))

    with pytest.raises(CommandError, match="is not UTF-8"):
        run(path)


def test_a_file_of_a_spreadsheet_with_its_mark_is_read(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes("person,wave,item,value\np1,T1,q,3\n".encode("utf-8-sig"))

    assert json.loads(run(path))["people"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--invited", "3"), "3 were invited, but .* has 26 people"),
        (("--run", "1999"), "There is no event 1999 .* 2014-06, 2014-10, 2015-02"),
        (("--invited", "many"), "'many' is not a whole number"),
        (("--minimum-answered", "2"), "'2' is not a share between 0 and 1"),
    ],
)
def test_an_option_that_cannot_be_says_so(arguments, words):
    with pytest.raises(CommandError, match=words):
        run(EXAMPLE, *arguments)


@pytest.mark.parametrize("column", COLUMNS)
def test_help_and_docs_describe_every_column_in_the_same_words(column):
    shown = Command().create_parser("manage.py", "analyse").format_help()

    assert f"{column:8} {COLUMNS[column]}" in shown
    assert f"| `{column}` | {COLUMNS[column]} |" in DOCS.read_text()


def test_docs_show_the_example_as_it_is():
    head = EXAMPLE.read_text().splitlines()[:4]

    assert "\n".join(head) in DOCS.read_text()
