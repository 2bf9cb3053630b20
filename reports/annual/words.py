"""Sentences that the report writes from its figures: the year, the comparison, needs and impact."""

from collections.abc import Mapping, Sequence

from evaluations import page
from evaluations.choices import Wave
from evaluations.models import Finding, LearningNeed
from people.models import Board
from reports.attendance.reading import AttendanceReport, RoomHire
from reports.periods import Period
from reports.values import HIDDEN, plural, pounds

from .chapter import Said
from .figures import Readings, hidden_apart

NO_IMPACT = "No course of this year has results of evaluation that may be shown."
WAVE_WORDS: Mapping[str, str] = {
    Wave.END: "at the end",
    Wave.LATER: "three months later",
}


def overview(readings: Readings) -> list[str]:
    """Places and attendances with both numbers, and who came most."""
    now = readings.now
    if not now.events_held:
        return ["No register of this year is completed yet."]
    used = now.rates(now.totals)["seats_used"]
    said = [
        f"{plural(now.events_held, 'event')} of {plural(len(now.by_course), 'course')} offered "
        f"{plural(now.totals.places_available or 0, 'place')}, and "
        f"{attendances(now)} used {used.percent or used.in_words} of them. An attendance is one "
        "person at one event; attending is not yet doing anything differently."
    ]
    most = _who_came_most(now)
    return [*said, most] if most else said


def _who_came_most(now: AttendanceReport) -> str:
    """The two sectors with most attendances, of those whose number may be shown; "" with fewer than two."""
    numbers = hidden_apart([line.counts.shown("attended") for line in now.by_sector])
    lines = zip(numbers, (line.sector for line in now.by_sector), strict=True)
    shown = [(number, sector) for number, sector in lines if isinstance(number, int) and number]
    if len(shown) < 2:
        return ""
    shown.sort(key=lambda pair: (-pair[0], pair[1]))
    first, second = (f"{sector} ({number:,})" for number, sector in shown[:2])
    of_shown = ", of the sectors whose numbers are shown" if HIDDEN in numbers else ""
    return f"{first} and {second} had the most attendances{of_shown}."


def attendances(report: AttendanceReport) -> str:
    """ "936 attendances"; "c attendances" where that is hidden."""
    number = report.totals.shown("attended")
    return plural(number, "attendance") if isinstance(number, int) else f"{HIDDEN} attendances"


def year_on_year(readings: Readings) -> list[str]:
    """The two years side by side, in the same measures."""
    now, before = readings.now, readings.before
    if not before.events_held:
        return ["No registers of the year before are held here, so that nothing can be compared."]
    this, last = now.rates(now.totals)["seats_used"], before.rates(before.totals)["seats_used"]
    said = [
        f"There were {attendances(now)} at {plural(now.events_held, 'event')}, "
        f"against {attendances(before)} at {before.events_held:,} the year before.",
        f"Places used: {this.in_words}, against {last.in_words} the year before.",
    ]
    hire = _hire_compared(now.room_hire, before.room_hire)
    return [*said, hire] if hire else said


def _hire_compared(now: RoomHire, before: RoomHire) -> str:
    if now.pence is None or before.pence is None:
        return ""
    return (
        f"Rooms cost {pounds(now.pence)} for {plural(now.events, 'event')}, against "
        f"{pounds(before.pence)} for {before.events:,} the year before."
    )


def needs(board: Board, period: Period) -> list[str]:
    """How many findings the year's training had to answer, from where, and how many closed: 1 query."""
    found = [
        need
        for need in LearningNeed.objects.filter(board=board, found_on__lte=period.to)
        if need.closed_on is None or need.closed_on >= period.from_
    ]
    if not found:
        return ["No learning need was on record in this year."]
    sources: dict[str, int] = {}
    for need in sorted(found, key=lambda need: need.source):
        label = LearningNeed.Source(need.source).label
        sources[label] = sources.get(label, 0) + 1
    closed = sum(need.closed_on is not None and need.closed_on <= period.to for need in found)
    listed = ", ".join(f"{label.lower()}: {number}" for label, number in sources.items())
    return [
        f"{plural(len(found), 'learning need')} {'was' if len(found) == 1 else 'were'} open in this year "
        f"({listed}). {closed} of {len(found)} closed in it, each on evidence from a later audit, visit or count."
    ]


def impact(findings: Sequence[Finding]) -> list[Said]:
    """Of each evaluated course: its headline, who answered, and every clear fall."""
    return [said for finding in findings for said in _of_course(finding)]


def _of_course(finding: Finding) -> list[Said]:
    course, answered = finding.course.title, _answered(finding)
    moved = page.headlines(finding.document) if finding.document["analysis"] else []
    told = [each for number, each in enumerate(moved) if number == 0 or each.tone == "fell"]
    if not told:
        return [Said(course, "Nothing was asked both before and after", answered)]
    return [
        Said(
            about=course,
            short=f"{each.short} {each.when}" if each.tone else each.short,
            sentence=f"{each.sentence} {answered}".strip() if number == 0 else each.sentence,
            tone=each.tone,
        )
        for number, each in enumerate(told)
    ]


def _answered(finding: Finding) -> str:
    response = finding.summary["response"]
    parts = [
        f"{response[wave]['answered']:,} of {response[wave]['invited']:,} answered {words}"
        for wave, words in WAVE_WORDS.items()
        if response.get(wave, {}).get("invited")
    ]
    return f"{', '.join(parts)}." if parts else ""
