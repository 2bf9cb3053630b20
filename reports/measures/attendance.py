"""Every measure of attendance, defined once: what it is called, what it says and how it is worked out.

The meaning of the counts is `bookings.querysets`; `docs/measures.md` prints the same words, held in step
by a test. A rate always carries both its numbers: a real board once published "96 %" for 304 of 318
with 35 walk-ins inside the 304.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from django.db.models import Q

from bookings import querysets as meaning
from reports.values import HIDDEN, Number, Rate

from .definitions import Measure, Share, count, share

IDENTITY = "booked − cancelled − did not attend + walked in = attended"


@dataclass(frozen=True)
class Counts:
    """What the registers of some completed events add up to.

    `places_available` is None where places cannot be told apart: several agencies share a room.
    `unmarked` is 0 unless a register was completed in spite of our rules. `hidden` names the counts that
    must not be seen; their numbers are not here.
    """

    places_available: int | None = None
    booked: int = 0
    cancelled: int = 0
    cancelled_early: int = 0
    cancelled_late: int = 0
    no_show: int = 0
    walk_in: int = 0
    attended: int = 0
    unmarked: int = 0
    hidden: frozenset[str] = field(default=frozenset(), kw_only=True)

    def __add__(self, other: "Counts") -> "Counts":
        """Adds bookings; places are left unknown, because they belong to events."""
        return summed((self, other))

    def with_places(self, places: int | None) -> "Counts":
        return replace(self, places_available=places)

    def shown(self, key: str) -> Number:
        """One count as readers may see it."""
        return HIDDEN if key in self.hidden else getattr(self, key)

    @property
    def expected(self) -> int:
        """Who still held a place on the day."""
        return self.booked - self.cancelled

    @property
    def booked_and_came(self) -> int:
        return self.attended - self.walk_in

    @property
    def adds_up(self) -> bool:
        """Whether the identity of the register holds and nobody was left unmarked."""
        return self.unmarked == 0 and self.expected - self.no_show + self.walk_in == self.attended


@dataclass(frozen=True)
class CountMeasure(Measure):
    """`counted` picks the bookings; None for what events give."""

    counted: Q | None = None


@dataclass(frozen=True)
class RateMeasure(Share):
    """The functions take counts and the report's attendances.

    `needs` are the counts it is made of: with one of them hidden, so is the rate.
    """

    needs: frozenset[str]
    numerator: Callable[[Counts], int]
    denominator: Callable[[Counts, Number], Number]

    def rate(self, counts: Counts, all_attended: Number) -> Rate:
        if self.needs & counts.hidden:
            return Rate(HIDDEN, HIDDEN)
        return Rate(self.numerator(counts), self.denominator(counts, all_attended))


def _count(key: str, label: str, sentence: str, counted: Q | None = None) -> CountMeasure:
    return CountMeasure(key, label, sentence, "count", counted)


COUNTS: tuple[CountMeasure, ...] = (
    _count(
        "places_available",
        "Places available",
        "The capacities of the events held, added up. Known for events, courses and months; not for "
        "agencies, which share a room, nor where an older register does not say.",
    ),
    _count(
        "booked",
        "Booked",
        "Everyone who held a place at any time, also those who gave it back. Walk-ins are counted apart.",
        meaning.REGISTERED,
    ),
    _count("cancelled", "Cancelled", "Places given back before the event.", meaning.CANCELLED),
    _count(
        "cancelled_early",
        "Cancelled in time",
        "Places given back while one could still cancel free of charge, and those the board took back.",
        meaning.CANCELLED_EARLY,
    ),
    _count(
        "cancelled_late",
        "Cancelled late",
        "Places given back after the last moment to cancel free of charge, by the rules they were booked under.",
        meaning.CANCELLED_LATE,
    ),
    _count(
        "no_show",
        "Did not attend",
        "People who still held a place on the day and were absent from every session.",
        meaning.NO_SHOW,
    ),
    _count("walk_in", "Walked in", "People who came without a booking.", meaning.WALKED_IN),
    _count(
        "attended",
        "Attended",
        "Attendances: people who came to at least one session, walk-ins among them. Somebody who came "
        "to two events counts twice.",
        meaning.ATTENDED,
    ),
)
COUNT_KEYS = tuple(measure.key for measure in COUNTS)
UNMARKED = "unmarked"
BOOKING_COUNTS: Mapping[str, Q] = {m.key: m.counted for m in COUNTS if m.counted is not None}
ADDED_UP = (*BOOKING_COUNTS, UNMARKED)
"""In the order of the fields of `Counts` behind the places."""
_numbers = attrgetter(*ADDED_UP)


def summed(many: Iterable[Counts]) -> Counts:
    """The bookings of several groups together; places are left unknown, because they belong to events."""
    sums = map(sum, zip(*map(_numbers, many), strict=True))
    return Counts(None, *sums)


RATES: tuple[RateMeasure, ...] = (
    RateMeasure(
        "seats_used",
        "Places used",
        "Attended, walk-ins among them, out of places available. Boards often print this as their "
        "“attendance rate”.",
        "rate",
        of="places",
        needs=frozenset({"attended"}),
        numerator=lambda c: c.attended,
        denominator=lambda c, total: c.places_available,
    ),
    RateMeasure(
        "came_of_booked",
        "Came, of those who booked",
        "Attended without walk-ins, out of everyone who booked.",
        "rate",
        of="booked",
        needs=frozenset({"attended", "walk_in", "booked"}),
        numerator=lambda c: c.booked_and_came,
        denominator=lambda c, total: c.booked,
    ),
    RateMeasure(
        "came_of_expected",
        "Came, of those expected",
        "Attended without walk-ins, out of those who still held a place on the day.",
        "rate",
        of="expected",
        needs=frozenset({"attended", "walk_in", "booked", "cancelled"}),
        numerator=lambda c: c.booked_and_came,
        denominator=lambda c, total: c.expected,
    ),
    RateMeasure(
        "no_show_rate",
        "Did not attend, of those expected",
        "Did not attend, out of those who still held a place on the day.",
        "rate",
        of="expected",
        needs=frozenset({"no_show", "booked", "cancelled"}),
        numerator=lambda c: c.no_show,
        denominator=lambda c, total: c.expected,
    ),
    RateMeasure(
        "cancelled_rate",
        "Cancelled, of those who booked",
        "Cancelled, out of everyone who booked.",
        "rate",
        of="booked",
        needs=frozenset({"cancelled", "booked"}),
        numerator=lambda c: c.cancelled,
        denominator=lambda c, total: c.booked,
    ),
    RateMeasure(
        "share_of_attendances",
        "Share of attendances",
        "Attended, out of all attendances in the same report.",
        "rate",
        of="attendances",
        needs=frozenset({"attended"}),
        numerator=lambda c: c.attended,
        denominator=lambda c, total: total,
    ),
)
RATE_BY_KEY: Mapping[str, RateMeasure] = {measure.key: measure for measure in RATES}
MEASURES: tuple[Measure, ...] = (*COUNTS, *RATES)
BESIDE: tuple[Measure, ...] = (
    count(
        "workforce",
        "Workforce",
        "The people an agency employs, as last counted up to the last day of the period. Blank where nobody has counted "
        "them, and for a sector unless each of its agencies was counted.",
    ),
    share(
        "share_of_workforce",
        "Share of workforce",
        "Workforce, out of the workforce of all agencies that were counted: to be read beside the share of attendances.",
        of="people",
    ),
)
"""What stands beside attendances and is counted elsewhere."""


def rates(counts: Counts, *, all_attended: Number) -> dict[str, Rate]:
    """Every rate of `counts`; `all_attended` is the attendances of the whole report."""
    return {measure.key: measure.rate(counts, all_attended) for measure in RATES}


def in_words(key: str, rate: Rate, *, named: bool = True) -> str:
    """ "936 of 1,040 places (90 %)": no rate is printed without both its numbers; "" where unknown.

    Without `named`, under a heading that says it, the word for what is counted is left out.
    """
    if rate.is_hidden:
        return str(HIDDEN)
    if rate.value is None:
        return ""
    of = f" {RATE_BY_KEY[key].of}" if named else ""
    return f"{rate.numbers}{of} ({rate.percent})"
