"""The reports there are. Each is read into a document; pages, files and the command need nothing else of it."""

from dataclasses import dataclass

from .attendance.forms import AttendanceForm, FiltersForm
from .evaluation.forms import EvaluationForm
from .events.forms import EventsForm
from .no_shows.forms import NoShowsForm
from .reach.forms import ReachForm
from .resources.forms import ResourcesForm


@dataclass(frozen=True)
class ReportKind:
    """`form` asks for it and reads it; `empty` says why a period may have no figures."""

    key: str
    title: str
    summary: str
    form: type[FiltersForm]
    empty: str


KINDS: dict[str, ReportKind] = {
    kind.key: kind
    for kind in (
        ReportKind(
            "attendance",
            "Attendance",
            "Who booked, who came and who did not: by sector, agency, role group, course and month, beside "
            "the year before and the workforce.",
            AttendanceForm,
            "No registers were completed in this period",
        ),
        ReportKind(
            "no-shows",
            "Did not attend",
            "Who was expected and did not come, by sector, agency and course: how many, which hours and what "
            "money.",
            NoShowsForm,
            "No registers were completed in this period",
        ),
        ReportKind(
            "events",
            "Events, places and demand",
            "Events planned, held and cancelled, how full they were, and who waited in vain; e-learning.",
            EventsForm,
            "No events were planned in this period",
        ),
        ReportKind(
            "resources",
            "Rooms, trainers and cost",
            "Room hire year on year and what it comes to a place; whose trainers and whose rooms; the pool "
            "against commissioned trainers.",
            ResourcesForm,
            "No registers were completed in this period",
        ),
        ReportKind(
            "reach",
            "Reach",
            "Who is trained on a day, out of the workforce of each agency and role group, and when that runs "
            "out.",
            ReachForm,
            "Nobody had been trained and no workforce been counted by this day",
        ),
        ReportKind(
            "evaluation",
            "Evaluation response",
            "Who was asked and who answered before, after and three months later, course by course.",
            EvaluationForm,
            "No form of an event of this period has closed",
        ),
    )
}
