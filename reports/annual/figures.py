"""Figures of an annual report, bound to the measures of attendance, and its tables and charts.

Until shown they are numbers; small ones are hidden here: a count of 1 to 4, and with a total below, a second
count, so that no subtraction gives the first one back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.attendance.lines import Line
from reports.attendance.reading import AttendanceReport, RoomHire
from reports.documents import C_IN_CHART
from reports.measures.attendance import COUNTS, RATES, Counts
from reports.measures.definitions import Measure
from reports.measures.resources import EVENTS, ROOM_HIRE
from reports.periods import quarter_label
from reports.small import rate_without_small, without_small
from reports.values import HIDDEN, Kind, Number, Rate, Value, in_words, plural, pounds

from .chapter import Figure, Shown
from .structure import Block, ChartOf, TableOf

MEASURES: Mapping[str, Measure] = {
    measure.key: measure
    for measure in (
        EVENTS,
        *COUNTS,
        *(rate for rate in RATES if rate.key != "share_of_attendances"),
        ROOM_HIRE,
    )
}
"""What a figure of the report can be."""

SHARE = next(rate for rate in RATES if rate.key == "share_of_attendances")
OF_EVENTS = {EVENTS.key, "places_available", ROOM_HIRE.key}
"""What belongs to events: no sector narrows it."""

OWN = {key: measure.label for key, measure in MEASURES.items() if measure.kind != "rate"}
"""Figures of ours that a stated figure can be held against."""


@dataclass(frozen=True)
class Narrowed:
    """What the registers say of all, or of one course or sector, or both."""

    counts: Counts
    events: int | None
    hire: RoomHire | None


@dataclass(frozen=True)
class Readings:
    """One board's year and the year before, each read once."""

    now: AttendanceReport
    before: AttendanceReport

    def figure(self, block: Block) -> Figure:
        """A bound figure in words, beside it both numbers of a rate, and the year before."""
        measure = MEASURES[block.of]
        value, beside = _of(self.now, block, measure)
        then, then_beside = _of(self.before, block, measure)
        ran = (
            bool(self.before.events_held)
            if block.course is None
            else self._ran_before(block.course)
        )
        if measure.kind == "rate" and then_beside:
            then_beside = f"({then_beside})"
        before = f"{then} {then_beside}".strip() if ran else ""
        return Figure(block.key, self._label(block, measure), value, beside, before)

    def own(self, key: str) -> float | None:
        """A figure of the whole year as a number; money in pounds. None where it is not known."""
        if key == ROOM_HIRE.key:
            pence = self.now.room_hire.pence
            return None if pence is None else pence / 100
        if key == EVENTS.key:
            return self.now.events_held
        if key in OWN:
            number = self.now.totals.shown(key)
            return number if isinstance(number, int) else None
        return None

    def _ran_before(self, course: int) -> bool:
        return any(line.course_id == course for line in self.before.by_course)

    def _label(self, block: Block, measure: Measure) -> str:
        if block.title:
            return block.title
        course = next((x.course for x in self.now.by_course if x.course_id == block.course), "")
        sector = next((x.sector for x in self.now.by_sector if x.sector_id == block.sector), "")
        return ": ".join(filter(None, (measure.label, ", ".join(filter(None, (course, sector))))))


def _of(report: AttendanceReport, block: Block, measure: Measure) -> tuple[str, str]:
    """The value, and what stands beside it; "" where it is not known."""
    found = _narrowed(report, block)
    if measure is ROOM_HIRE:
        hire = found.hire
        if hire is None or hire.pence is None:
            return "", ""
        missing = hire.events_without_figure
        left_out = f" ({plural(missing, 'event')} without a figure)" if missing else ""
        return pounds(hire.pence), f"for {plural(hire.events, 'event')}{left_out}"
    if measure is EVENTS:
        return ("" if found.events is None else f"{found.events:,}"), ""
    if measure.kind == "count":
        return in_words(_safe(found.counts.shown(measure.key), measure.key), Kind.NUMBER), ""
    rate = report.rates(found.counts)[measure.key]
    if measure.key != "seats_used" or without_small(rate.numerator) is HIDDEN:
        rate = rate_without_small(rate)
    of = next(each.of for each in RATES if each.key == measure.key)
    return (rate.percent or rate.in_words), (
        f"{rate.numbers} {of}" if rate.value is not None else ""
    )


def _narrowed(report: AttendanceReport, block: Block) -> Narrowed:
    if block.course is None and block.sector is None:
        return Narrowed(report.totals, report.events_held, report.room_hire)
    if block.sector is None:
        line = next((x for x in report.by_course if x.course_id == block.course), None)
        return Narrowed(line.counts if line else Counts(), line.events if line else 0, None)
    in_sector = next((x for x in report.by_sector if x.sector_id == block.sector), None)
    if in_sector is None or block.course is None:
        return Narrowed(in_sector.counts if in_sector else Counts(), None, None)
    asked = (block.sector, block.course)
    both = (x for x in report.rows if (x.sector_id, x.course_id) == asked)
    return Narrowed(next((x.counts for x in both), Counts()), None, None)


def _safe(number: Number, key: str) -> Number:
    """Places and events are no people."""
    return number if key in OF_EVENTS else without_small(number)


def hidden_apart(numbers: Sequence[Number]) -> list[Number]:
    """A column above its total: small numbers hidden, and if that is one only, the smallest other one too.

    Where some are hidden already, the pattern of a protected edition has seen to it.
    """
    shown = [without_small(number) for number in numbers]
    if HIDDEN not in numbers and shown.count(HIDDEN) == 1:
        others = [(n, i) for i, n in enumerate(shown) if isinstance(n, int) and n > 0]
        if others:
            shown[min(others)[1]] = HIDDEN
    return shown


def table(block: Block, readings: Readings) -> Shown:
    if block.of == TableOf.SECTOR:
        return _by_sector(block, readings)
    return _by_events(block, readings, *_OF_EVENTS[TableOf(block.of)])


def chart(block: Block, readings: Readings) -> Shown | None:
    """Attendances, most first, and below them those that are hidden; None with fewer than two to compare."""
    now = readings.now
    is_of_sectors = block.of == ChartOf.SECTOR
    lines = now.by_sector if is_of_sectors else now.by_course
    shown = hidden_apart([line.counts.shown("attended") for line in lines])
    pairs = zip(lines, shown, strict=True)
    named = [(_name(line), n) for line, n in pairs if isinstance(n, int) and n]
    total = now.totals.shown("attended")
    if len(named) < 2 or not isinstance(total, int):
        return None
    hidden = sorted(_name(line) for line, n in zip(lines, shown, strict=True) if n is HIDDEN)
    named.sort(key=lambda pair: (-pair[1], pair[0]))
    share = Rate(named[0][1], total)
    most = f"{named[0][0]} attended most" if is_of_sectors else f"Most came to {named[0][0]}"
    of_shown = ", of those shown" if hidden else ""
    return Shown(
        block.key,
        block.kind,
        title=f"{most}{of_shown}: {share.in_words}",
        subtitle=f"{ChartOf(block.of).label}, {now.period}{C_IN_CHART if hidden else ''}",
        bars=[*named, *((name, str(HIDDEN)) for name in hidden)],
        columns=("Sector" if is_of_sectors else "Course", "Attended"),
    )


def _by_sector(block: Block, readings: Readings) -> Shown:
    now, before = readings.now, readings.before
    of_before = {line.sector_id: line.counts.shown("attended") for line in before.by_sector}
    attended = hidden_apart([line.counts.shown("attended") for line in now.by_sector])
    earlier = hidden_apart([of_before.get(line.sector_id, 0) for line in now.by_sector])
    total = now.totals.shown("attended")
    rows = [
        (
            line.sector,
            _words(number),
            _share(number, total),
            _words(then) if before.events_held else "",
        )
        for line, number, then in zip(now.by_sector, attended, earlier, strict=True)
    ]
    then_all = _words(before.totals.shown("attended")) if before.events_held else ""
    return _shown(
        block,
        "By sector",
        ("Sector", "Attended", "Share of attendances", "Attended the year before"),
        rows,
        ("All", _words(total), _share(total, total), then_all) if rows else (),
        hides=[*attended, *earlier],
    )


def _by_events(
    block: Block,
    readings: Readings,
    title: str,
    lines_of: Callable[[AttendanceReport], Sequence[Line]],
    adds_up: bool,
) -> Shown:
    now = readings.now
    lines = lines_of(now)
    attended = hidden_apart([line.counts.shown("attended") for line in lines])
    rows = [
        (
            _name(line),
            f"{line.events or 0:,}",
            _words(line.counts.places_available),
            _words(number),
            _share(number, line.counts.places_available),
        )
        for line, number in zip(lines, attended, strict=True)
    ]
    totals = now.totals
    foot = (
        "All",
        f"{now.events_held:,}",
        _words(totals.places_available),
        _words(totals.shown("attended")),
        _share(totals.shown("attended"), totals.places_available),
    )
    note = "" if adds_up else "A course with two topics stands in both lines: do not add them up."
    return _shown(
        block,
        title,
        (title.removeprefix("By ").capitalize(), "Events", "Places", "Attended", "Places used"),
        rows,
        foot if adds_up and rows else (),
        hides=attended,
        note=note,
    )


_OF_EVENTS: Mapping[TableOf, tuple[str, Callable[[AttendanceReport], Sequence[Line]], bool]] = {
    TableOf.COURSE: ("By course", lambda report: report.by_course, True),
    TableOf.TOPIC: ("By topic", lambda report: report.by_topic, False),
    TableOf.LEVEL: ("By level", lambda report: report.by_level, True),
    TableOf.DELIVERY: ("By way of learning", lambda report: report.by_delivery, True),
    TableOf.QUARTER: ("By quarter", lambda report: report.by_quarter, True),
}


def _shown(
    block: Block,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    foot: Sequence[str],
    *,
    hides: Iterable[Number],
    note: str = "",
) -> Shown:
    hidden = "c: a small number, or one that would give it away." if HIDDEN in hides else ""
    return Shown(
        block.key,
        block.kind,
        title=title,
        columns=columns,
        rows=rows,
        foot=foot,
        note=" ".join(filter(None, (note, hidden))),
    )


def _name(line: Line) -> str:
    if line.starts_on:
        return quarter_label(line.starts_on)
    named = line.course or line.topic or line.level or line.delivery or line.sector
    return named or "Not given"


def _share(number: Number, of: Number) -> str:
    rate = Rate(number, of)
    return str(HIDDEN) if rate.is_hidden else rate.percent


def _words(value: Value) -> str:
    return in_words(value, Kind.NUMBER)
