"""Limits of the evidence, written from response rates, denominators and what the figures leave out."""

from collections.abc import Iterator, Sequence

from evaluations.models import Finding
from reports.attendance.reading import AttendanceReport
from reports.choices import Unit
from reports.models import StatedFigure
from reports.values import Rate, plural

from .words import WAVE_WORDS


def limits(
    report: AttendanceReport,
    findings: Sequence[Finding],
    stated: Sequence[StatedFigure],
    *,
    disagreements: int,
    hides_small_numbers: bool,
    is_whole_year: bool,
) -> list[str]:
    """In the order in which they bear on the whole: what is counted, what is missing, who answered."""
    so_far = f"The year is not over: figures run up to {report.period.to:%-d %B %Y}."
    return [
        *([] if is_whole_year else [so_far]),
        *_of_attendance(report),
        *_of_denominators(report),
        *_of_evaluation(report, findings),
        *_of_stated(stated, disagreements),
        *(
            ["Counts of one to four people are shown as “c”, and so is what would give them away."]
            if hides_small_numbers
            else []
        ),
    ]


def _of_attendance(report: AttendanceReport) -> Iterator[str]:
    yield (
        "Attendance shows that people came, not that their practice changed. Somebody who came to two events "
        "counts twice."
    )
    if missing := len(report.awaiting_register):
        have = "has" if missing == 1 else "have"
        yield (
            f"{plural(missing, 'event')} of this year {have} taken place without a completed register, and "
            f"{'is' if missing == 1 else 'are'} in no figure."
        )
    if not report.totals.hidden and not report.totals.adds_up:
        yield "A completed register has people without a mark, so that its figures do not add up."
    if unpriced := report.room_hire.events_without_figure:
        yield f"The cost of the room is not written down for {plural(unpriced, 'event')}."


def _of_denominators(report: AttendanceReport) -> Iterator[str]:
    agencies = {line.agency_id for line in report.by_agency}
    if not agencies:
        return
    known = sum(report.workforce.of([agency]) is not None for agency in agencies)
    words = Rate(known, len(agencies)).in_words
    if not known:
        yield (
            "For none of the agencies that attended is the number of staff on record, so that nothing can be "
            "said about how much of their workforce came."
        )
        return
    oldest = report.workforce.oldest
    age = f"; the oldest figure is of {oldest:%-d %B %Y}" if oldest else ""
    yield (
        f"The number of staff is on record for {words} of the agencies that attended{age}. Of the others "
        "nothing can be said about how much of their workforce came."
    )


def _of_evaluation(report: AttendanceReport, findings: Sequence[Finding]) -> Iterator[str]:
    ran = len(report.by_course)
    if not ran:
        return
    yield (
        f"Results of evaluation may be shown for {Rate(len(findings), ran).in_words} of the courses that ran. "
        "There was no comparison group."
    )
    told = []
    for wave, words in WAVE_WORDS.items():
        held = [f.summary["response"][wave] for f in findings if wave in f.summary["response"]]
        asked, answered = (sum(each[key] for each in held) for key in ("invited", "answered"))
        if asked:
            told.append(f"{words} {Rate(answered, asked).in_words}")
    if told:
        yield (
            f"Who answered, out of those asked: {', '.join(told)}. Those who did not answer may have "
            "fared otherwise."
        )


def _of_stated(stated: Sequence[StatedFigure], disagreements: int) -> Iterator[str]:
    counts = [each for each in stated if each.unit not in (Unit.POUNDS, Unit.PERCENT)]
    if counts:
        yield (
            f"{plural(len(counts), 'figure')} counted by others, on another base, "
            f"{'stands' if len(counts) == 1 else 'stand'} apart and "
            f"{'is' if len(counts) == 1 else 'are'} in no total of ours."
        )
    if disagreements:
        yield (
            f"{plural(disagreements, 'stated number')} did not agree with the numbers beside "
            f"{'it' if disagreements == 1 else 'them'}; each is shown with both."
        )
