"""Events, places and demand as a document. Protected readers see events by course, people of the whole board."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from courses.choices import WhyCancelled
from reports.columns import columns_of, texts
from reports.documents import Column, Document, Figure, Part, Row, Step, Table
from reports.measures import events as measures
from reports.small import HIDDEN_RATE, is_small, notes_for, rate_without_small, without_small
from reports.values import HIDDEN, Kind, Rate, Value, in_words, plural

from .reading import Demand, EventsReport, Middle, Places

KIND = "events"
EVENTS = columns_of(measures.OF_EVENTS)
PEOPLE = columns_of(measures.OF_PEOPLE)
EVENTS_ON_PAGE = ("planned", "held", "events_cancelled", "viable")
PEOPLE_ON_PAGE = ("filled", "seats_used", "unmet_rate")
FROM_PEOPLE = frozenset(column.key for column in PEOPLE) - {measures.PLACES.key}
FROM_BOOKINGS: dict[str, Value] = {"filled": HIDDEN_RATE}
FROM_ATTENDANCE: dict[str, Value] = {
    "attended": HIDDEN,
    "average": HIDDEN,
    "seats_used": HIDDEN_RATE,
}
TO_DECIDE = (
    "Published events to come, whatever days are chosen above, whose numbers must suffice by now: run, move or cancel "
    "those below their minimum."
)
NOTHING_TO_DECIDE = "No coming event that has a minimum is to be decided on yet."
ELEARNING = (
    "The board links to this e-learning. Providers keep who completed it; no completion is recorded here, so there "
    "is no figure.",
)


def document(
    report: EventsReport, *, is_protected: bool = False, hidden: Collection[str] = ()
) -> Document:
    """`hidden` are the counts of the whole board that the attendance report of the same days hides: so must this
    one what is made of them."""
    exact = _totals(report)
    totals = exact | _without_small(report.total, exact) if is_protected else exact
    if hidden:
        totals |= FROM_BOOKINGS
    if "attended" in hidden:
        totals |= FROM_ATTENDANCE
    return Document(
        kind=KIND,
        title="Events, places and demand",
        boards=report.boards,
        period=report.period,
        made_at=report.made_at,
        headline=headline(report.total, totals),
        parts=(
            Part("Events", steps=_sum_of_events(report.total), figures=_of_events(report)),
            Part(
                "Places and demand", figures=_of_people(report, totals, is_protected=is_protected)
            ),
            Part(tables=_tables(report, totals, is_protected=is_protected)),
            Part() if is_protected else _to_decide(report),
            Part("E-learning", text=ELEARNING, tables=[_elearning(report)])
            if report.elearning
            else Part(),
        ),
        definitions=measures.SHOWN if is_protected else (*measures.SHOWN, measures.BELOW_MINIMUM),
        filters=report.filters.in_words(),
        facts=[
            *((measure.label, totals[measure.key]) for measure in measures.SHOWN),
            *(() if is_protected else ((measures.BELOW_MINIMUM.label, _below_minimum(report)),)),
        ],
        notes=[*_notes(report.total), *notes_for(is_protected)],
        is_empty=not report.total.planned,
        is_invented=report.is_invented,
        is_protected=is_protected,
    )


def headline(places: Places, totals: dict[str, Value]) -> str:
    held = f"{places.held:,} of {plural(places.planned, 'planned event')} held"
    filled = totals["filled"]
    if not isinstance(filled, Rate) or filled.value is None:
        return f"{held}."
    return f"{held}; {filled.numbers} places taken ({filled.percent})."


def values(places: Places, demand: Demand, course: int | None = None) -> dict[str, Value]:
    """Every figure of a line, by the keys of its columns."""
    return {
        "planned": places.planned,
        "held": places.held,
        "events_cancelled": places.cancelled,
        "to_come": places.to_come,
        "events_cancelled_rate": Rate(places.cancelled, places.planned),
        "too_few_rate": places.for_too_few,
        "viable": Rate(places.viable, places.with_minimum),
        "places_available": places.seats if places.held > places.places_unknown else None,
        "filled": places.filled,
        "attended": places.attended,
        "seats_used": places.used,
        "average": places.average,
        "waited": demand.people(demand.waited, course),
        "unmet": demand.people(demand.unmet, course),
        "unmet_rate": demand.rate(course),
    }


def _totals(report: EventsReport) -> dict[str, Value]:
    days = {"notice_days": report.notice.days, "booked_ahead_days": report.booked_ahead.days}
    return {**values(report.total, report.demand), **days}


def _without_small(places: Places, totals: dict[str, Value]) -> dict[str, Value]:
    """Figures of people without small numbers, and without what would give one away: a share of the places leaves
    out who was at events whose places nobody wrote down, and who waited was given a place later or was not."""
    shown: dict[str, Value] = {
        key: without_small(value) for key in FROM_PEOPLE if isinstance(value := totals[key], int)
    }
    for key, here, everywhere in (
        ("filled", places.taken, places.expected),
        ("seats_used", places.sat_in, places.attended),
    ):
        if is_small(here) or is_small(everywhere - here):
            shown[key] = HIDDEN_RATE
    unmet = totals["unmet_rate"]
    if isinstance(unmet, Rate) and rate_without_small(unmet).is_hidden:
        shown |= {"unmet": HIDDEN, "unmet_rate": HIDDEN_RATE}
    if shown["attended"] is HIDDEN:
        shown |= {"average": HIDDEN, "seats_used": HIDDEN_RATE}
    return shown


def _sum_of_events(places: Places) -> list[Step]:
    """planned − cancelled − not held yet = held, with numbers."""
    return [
        Step("", f"{places.planned:,}", "planned"),
        Step("−", f"{places.cancelled:,}", "cancelled by the board"),
        Step("−", f"{places.to_come:,}", "not held yet"),
        Step("=", f"{places.held:,}", "held"),
    ]


def _of_events(report: EventsReport) -> list[Figure]:
    places, before = report.total, report.before
    cancelled, viable = (
        Rate(places.cancelled, places.planned),
        Rate(places.viable, places.with_minimum),
    )
    return [
        Figure.of_rate(measures.EVENTS_CANCELLED_RATE.label, cancelled, "events"),
        *_for_too_few(places),
        Figure.of_rate(measures.VIABLE.label, viable, "events with a minimum"),
        _middle(measures.NOTICE.label, report.notice, "event"),
        Figure(
            f"Held, {report.period.year_before()}",
            f"{before.held:,}",
            f"of {before.planned:,} planned",
        ),
    ]


def _for_too_few(places: Places) -> list[Figure]:
    """Nothing where no event was cancelled for a reason that is recorded."""
    rate, measure = places.for_too_few, measures.TOO_FEW_RATE
    return [Figure.of_rate(measure.label, rate, measure.of)] if rate.percent else []


def _of_people(
    report: EventsReport, totals: dict[str, Value], *, is_protected: bool
) -> list[Figure]:
    """How many bookings the days booked ahead are the middle of counts more than the registers, and is not for
    protected readers."""
    ahead = _middle(measures.BOOKED_AHEAD.label, report.booked_ahead, "booking")
    shares = [
        Figure.of_rate(measure.label, rate, measure.of)
        for measure in (measures.FILLED, measures.SEATS_USED)
        if isinstance(rate := totals[measure.key], Rate)
    ]
    average = in_words(totals["average"], Kind.DECIMAL)
    people = "people an event" if isinstance(totals["average"], int | float) else ""
    return [
        *shares,
        Figure(measures.AVERAGE.label, average, people),
        Figure(
            measures.UNMET.label, str(totals["unmet"]), f"of {totals['waited']} who waited in vain"
        ),
        replace(ahead, beside="") if is_protected else ahead,
    ]


def _middle(label: str, middle: Middle, what: str) -> Figure:
    if middle.days is None:
        return Figure(label, "")
    return Figure(label, plural(middle.days, "day"), f"the middle of {plural(middle.of, what)}")


def _tables(report: EventsReport, totals: dict[str, Value], *, is_protected: bool) -> list[Table]:
    by_course = _by_course(report, totals, is_protected=is_protected)
    return [by_course, _reasons(report)] if report.total.cancelled else [by_course]


def _by_course(report: EventsReport, totals: dict[str, Value], *, is_protected: bool) -> Table:
    people: tuple[Column, ...] = () if is_protected else PEOPLE
    rows = [
        Row(
            line.course.title,
            {"course": line.course.title, "code": line.course.code}
            | values(line.places, report.demand, line.course.pk),
            {"course": str(line.course.pk)},
        )
        for line in report.by_course
    ]
    return Table(
        "course",
        "By course",
        "Course",
        (*texts(course="Course", code="Course code"), *EVENTS, *people),
        rows,
        EVENTS_ON_PAGE + (() if is_protected else PEOPLE_ON_PAGE),
        Row("All", totals),
    )


def _reasons(report: EventsReport) -> Table:
    """Counts of events, by the board's own choice of reason: no number of people."""
    cancelled = report.total.cancelled
    rows = [
        Row(why.label, {"why": why.label, "events": number, "share": Rate(number, cancelled)})
        for why in WhyCancelled
        if (number := report.reasons.get(why, 0))
    ]
    columns = (
        *texts(why="Why"),
        Column("events", "Events cancelled"),
        Column("share", "Of all cancelled", Kind.RATE, of="events"),
    )
    total = Row("All", {"events": cancelled, "share": Rate(cancelled, cancelled)})
    on_page = ("events", "share")
    return Table("why_cancelled", "Why events were cancelled", "Why", columns, rows, on_page, total)


def _below_minimum(report: EventsReport) -> Rate:
    below = [each for each in report.to_decide if each.event.is_below_minimum]
    return Rate(len(below), len(report.to_decide))


def _to_decide(report: EventsReport) -> Part:
    """Which coming events are below their minimum, with how many have booked: for staff only."""
    rate = _below_minimum(report)
    figure = Figure.of_rate(measures.BELOW_MINIMUM.label, rate, measures.BELOW_MINIMUM.of)
    rows = [
        Row(
            str(each.event),
            {
                "event": str(each.event),
                "number": each.event.pk,
                "since": each.since,
                "minimum": each.event.minimum_numbers,
                "booked_now": each.event.places_taken,
                "capacity": each.event.capacity,
            },
        )
        for each in report.to_decide
        if each.event.is_below_minimum
    ]
    columns = (
        *texts(event="Event"),
        Column("number", "Event number"),
        Column("since", "To be decided since", Kind.DATE),
        Column("minimum", "Minimum"),
        Column("booked_now", "Booked now"),
        Column("capacity", "Places"),
    )
    on_page = ("since", "minimum", "booked_now")
    table = Table("below_minimum", "Events below their minimum", "Event", columns, rows, on_page)
    return Part(
        "To be decided on now",
        text=(TO_DECIDE if report.to_decide else NOTHING_TO_DECIDE,),
        figures=[figure] if report.to_decide else [],
        tables=[table] if rows else [],
        stands_alone=bool(report.to_decide),
    )


def _elearning(report: EventsReport) -> Table:
    columns = (
        *texts(title="Title", provider="Provider", level="Level"),
        Column("minutes", "Minutes"),
        Column("last_checked_on", "Link last checked", Kind.DATE),
    )
    rows = [
        Row(
            f"{each.title} ({each.provider})",
            {
                "title": each.title,
                "provider": each.provider,
                "level": each.level.name if each.level else "",
                "minutes": each.minutes,
                "last_checked_on": each.last_checked_on,
            },
        )
        for each in report.elearning
    ]
    on_page = ("minutes", "last_checked_on")
    return Table("elearning", "Courses of other providers", "Title", columns, rows, on_page)


def _notes(places: Places) -> Sequence[str]:
    notes = []
    if places.places_unknown:
        notes.append(
            f"Places and their shares leave out {plural(places.places_unknown, 'event')} of which nobody wrote down "
            "how many places there were."
        )
    if places.reason_unknown:
        notes.append(
            f"Why {plural(places.reason_unknown, 'event')} had to be cancelled was not recorded; the share for too few "
            "bookings leaves them out."
        )
    if places.with_minimum < places.held:
        notes.append(
            f"{plural(places.held - places.with_minimum, 'event')} held had no minimum number written down."
        )
    return notes
