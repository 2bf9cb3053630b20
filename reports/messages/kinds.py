"""The notice that a saved report can be read again, with the words it comes with."""

from notices.choices import Audience
from notices.kinds import Kind, Placeholder

from . import facts

QUARTERLY = Kind(
    code="saved_report",
    title="A saved report, each quarter",
    occasion="A week after each quarter, to readers of reports who asked for it: a link, never the figures",
    audience=Audience.OFFICER,
    subject="To read: {{ report }}",
    body=(
        "{{ name }}, the report you keep as “{{ report }}” can be read with the figures up to the last "
        "quarter.\n\n[Open the report]({{ report_link }})\n\nYou need to sign in: figures are not sent by "
        "mail. Here you can stop these messages:\n\n[Your saved reports]({{ stop_link }})\n\n{{ board }}"
    ),
    placeholders=(
        Placeholder("name", "The name of the reader", "Amira Example"),
        Placeholder("report", "The name they gave the report", "Attendance for the sub-group"),
        Placeholder(
            "report_link", "The report, after signing in", "https://board.example/reports/"
        ),
        Placeholder("stop_link", "Where to stop it", "https://board.example/reports/saved/"),
        Placeholder("board", "The board's name", "Example Safeguarding Children Partnership"),
    ),
    facts=facts.saved_report_facts,
    sample=facts.sample,
    is_urgent=False,
)

KINDS = (QUARTERLY,)
