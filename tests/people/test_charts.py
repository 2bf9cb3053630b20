"""The drawings of the report."""

from people import charts


def test_a_control_character_in_a_name_is_drawn_as_a_space():
    """Checked on the description: the drawing library aborts the process on such a name."""
    spec = charts.bar_spec([charts.Bar("Red\x0bGate\uffff", 3, "3")])

    assert [row["name"] for row in spec["data"]["values"]] == ["Red Gate "]


def test_a_pasted_name_is_drawn():
    svg = charts.bars("Attendance", [charts.Bar("Red\x0bGate <b>", 3, "3")])

    assert "Red Gate &lt;b&gt;" in svg
