"""What the attendance page shows, worked out from the report: sentences, key figures, charts, tables."""

from dataclasses import dataclass

from people import charts
from people.tables import Chart

from . import tables
from .attendance import AttendanceReport, Line, RoomHire
from .measures import RATES, in_words

MOST_BARS = 20


@dataclass(frozen=True)
class KeyFigure:
    """One rate: large, and both its numbers under it; `percent` and `numbers` are "" where unknown."""

    label: str
    percent: str
    numbers: str


@dataclass(frozen=True)
class Step:
    """One term of the register's identity."""

    sign: str
    number: str
    label: str


def headline(report: AttendanceReport) -> str:
    """The period's result in one sentence, with the numbers in it."""
    totals = report.totals
    events = _plural(report.events_held, "event")
    used = report.rates(totals)["seats_used"]
    if used.value is not None:
        return f"{used.numbers} places were used ({used.percent}) at {events}."
    chosen = report.filters.agency or report.filters.sector
    whose = f" from {chosen}" if chosen else ""
    return f"{_plural(totals.attended, 'attendance')}{whose} at {events}."


def key_figures(report: AttendanceReport) -> list[KeyFigure]:
    """Every rate of the whole period; the share of attendances says nothing of all of them."""
    found = report.rates(report.totals)
    return [
        KeyFigure(m.label, found[m.key].percent, f"{found[m.key].numbers} {m.of}")
        for m in RATES
        if m.key != "share_of_attendances"
    ]


def flow(report: AttendanceReport) -> list[Step]:
    """booked − cancelled − did not attend + walked in = attended, with numbers."""
    totals = report.totals
    return [
        Step("", f"{totals.booked:,}", "booked"),
        Step("−", f"{totals.cancelled:,}", "cancelled"),
        Step("−", f"{totals.no_show:,}", "did not attend"),
        Step("+", f"{totals.walk_in:,}", "walked in"),
        Step("=", f"{totals.attended:,}", "attended"),
    ]


def chart(report: AttendanceReport, about: str) -> Chart | None:
    """Attendances by "sector" or "agency", most first; None with fewer than two lines to compare.

    Past 20 bars the smallest are drawn as one; the table beside the chart has all of them.
    """
    lines = report.by_sector if about == "sector" else report.by_agency
    in_order = sorted(lines, key=lambda line: (-line.counts.attended, getattr(line, about)))
    if len(in_order) < 2 or not report.totals.attended:
        return None
    words = {"sector": ("Sectors", "sector"), "agency": ("Agencies", "agency")}[about]
    most = in_order[0]
    share = report.rates(most.counts)["share_of_attendances"]
    title = f"{getattr(most, about)} attended most: {in_words('share_of_attendances', share)}"
    boards = ", ".join(board.name for board in report.boards)
    return Chart(
        headline=title,
        subtitle=f"Attendances by {words[1]}, {boards}, {report.period}",
        svg=charts.bars(
            f"Bar chart. {title}. The figures are in the table.", _bars(in_order, about)
        ),
        table=tables.of_chart(report, f"Attendances by {words[1]}", in_order, about),
    )


def room_hire(hire: RoomHire) -> str:
    """ "£4,874 for 48 events"; "" where no event has its cost written down."""
    if hire.pence is None:
        return ""
    missing = hire.events_without_figure
    note = f" ({_plural(missing, 'event')} without a figure)" if missing else ""
    return f"{pounds(hire.pence)} for {_plural(hire.events, 'event')}{note}"


def pounds(pence: int) -> str:
    """ "£4,874", "£12.50": pence only where there are any."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


def _bars(lines: list[Line], about: str) -> list[charts.Bar]:
    drawn = lines if len(lines) <= MOST_BARS else lines[: MOST_BARS - 1]
    bars = [_bar(getattr(line, about), line.counts.attended) for line in drawn]
    rest = lines[len(drawn) :]
    if rest:
        bars.append(_bar(f"{len(rest)} others together", sum(r.counts.attended for r in rest)))
    return bars


def _bar(name: str, number: int) -> charts.Bar:
    return charts.Bar(name, number, f"{number:,}")


def _plural(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
