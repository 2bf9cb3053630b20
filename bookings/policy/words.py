"""The rules of a booking in plain English, before booking and before cancelling. They follow the quotes."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courses.dates import clock, day

from .cases import Case
from .charges import cancellation_stretches, quote_cancellation, quote_no_show
from .choices import ApprovalKind, GrantedBy, MissedSession
from .eligibility import is_exempt
from .london import LONDON
from .moments import booking_closes_at, substitution_until
from .money import duration_of, pounds
from .price import quote_price
from .quotes import Quote, Stretch
from .schema import Policy, Waiver
from .waivers import told_by


@dataclass(frozen=True)
class Line:
    """A sentence, and the path of the rule it tells."""

    text: str
    rule: str

    def __str__(self) -> str:
        return self.text


def amount(quote: Quote) -> str:
    """ "free", "£37.50", "from nothing to £75"."""
    if quote.provisional and quote.low_pence != quote.high_pence:
        return f"from {pounds(quote.low_pence)} to {pounds(quote.high_pence)}"
    return pounds(quote.pence) if quote.pence else "free"


def moment_words(at: dt.datetime) -> str:
    """ "5pm on Tuesday 12 May 2026"; of a midnight, "the end of" the day it ends."""
    local = at.astimezone(LONDON)
    if (local.hour, local.minute) == (0, 0):
        return f"the end of {day(local.date() - dt.timedelta(days=1))}"
    winter = " (winter time)" if local.fold else ""
    return f"{clock(at)}{winter} on {day(at)}"


def by_moment(at: dt.datetime) -> str:
    return f"by {moment_words(at)}"


@dataclass(frozen=True)
class Section:
    """Lines about one matter, under a heading."""

    heading: str
    lines: tuple[Line, ...]


def before_booking(policy: Policy, case: Case) -> tuple[Line, ...]:
    """What somebody should know before booking: price, cancelling, not coming, closing, and the rest."""
    return _lines_of([Section("", tuple(_cost(policy, case))), *rules_of_booking(policy, case)])


def rules_of_booking(policy: Policy, case: Case) -> tuple[Section, ...]:
    """The same under headings, but for the price; a matter without a rule has no section."""
    not_there = [*not_coming(policy, case), *_sessions(policy, case), *_lateness(policy, case)]
    return _sections(
        ("If you cancel", cancelling(policy, case)),
        ("If you do not come", not_there),
        ("When a charge can be let go", _waivers(policy, case)),
        ("If somebody goes instead of you", _substitution(policy, case)),
        ("Your manager", _manager(policy, case)),
        ("Until when you can book", _closing(policy, case)),
    )


def before_cancelling(policy: Policy, case: Case, at: dt.datetime) -> tuple[Line, ...]:
    """What somebody should know before cancelling at that moment: its cost, and what would change it."""
    quote = quote_cancellation(policy, case, at)
    lines = [Line(f"If you cancel now: {amount(quote)}.", quote.rule)]
    lines += [
        Line(each.message, each.rule) for each in quote.reasons if each.code == "board_change"
    ]
    return _lines_of([Section("", tuple(lines)), *rules_of_cancelling(policy, case, at)])


def rules_of_cancelling(policy: Policy, case: Case, at: dt.datetime) -> tuple[Section, ...]:
    """The same under headings, but for what it costs now and why."""
    charged = bool(quote_cancellation(policy, case, at).high_pence)
    return _sections(
        ("If you cancel later", _later(policy, case, at)),
        ("If you do not come", not_coming(policy, case)),
        ("When the charge can be let go", _waivers(policy, case) if charged else []),
        ("If somebody goes instead of you", _substitution(policy, case, after=at)),
    )


def _sections(*found: tuple[str, Sequence[Line]]) -> tuple[Section, ...]:
    return tuple(Section(heading, tuple(lines)) for heading, lines in found if lines)


def _lines_of(sections: Iterable[Section]) -> tuple[Line, ...]:
    return tuple(line for section in sections for line in section.lines)


def _cost(policy: Policy, case: Case) -> list[Line]:
    price = quote_price(policy, case)
    return [Line(reason.message, reason.rule or price.rule) for reason in price.reasons]


def _closing(policy: Policy, case: Case) -> list[Line]:
    if policy.booking_closes is None:
        return []
    return [Line(f"Book {by_moment(booking_closes_at(policy, case.event))}.", "booking_closes")]


def cancelling(policy: Policy, case: Case) -> list[Line]:
    """One line for each stretch: "Cancel by the end of Monday 11 May 2026: free.", "After that: £75."."""
    stretches = cancellation_stretches(policy, case)
    if len(stretches) == 1:
        quote = stretches[0].quote
        return [Line(f"Cancel at any time before the start: {amount(quote)}.", quote.rule)]
    first, *between, last = stretches
    lines = [Line(f"Cancel {by_moment(first.until)}: {amount(first.quote)}.", first.quote.rule)]
    lines += [_stretch(each) for each in between]
    return [*lines, Line(f"After that: {amount(last.quote)}.", last.quote.rule)]


def cancelling_at(policy: Policy, case: Case, at: dt.datetime) -> Line:
    """What cancelling costs at that moment, which is before the start, and until when it costs that."""
    now = next(each for each in cancellation_stretches(policy, case) if at <= each.until)
    return Line(f"If you cancel {by_moment(now.until)}: {amount(now.quote)}.", now.quote.rule)


def _stretch(stretch: Stretch) -> Line:
    text = f"After that, {by_moment(stretch.until)}: {amount(stretch.quote)}."
    return Line(text, stretch.quote.rule)


def _later(policy: Policy, case: Case, at: dt.datetime) -> list[Line]:
    stretches = [each for each in cancellation_stretches(policy, case) if each.until >= at]
    return [
        Line(
            f"If you cancel after {moment_words(now.until)}: {amount(then.quote)}.",
            then.quote.rule,
        )
        for now, then in itertools.pairwise(stretches)
    ]


def not_coming(policy: Policy, case: Case) -> list[Line]:
    missed_all = Case(
        event=case.event,
        delegate=case.delegate,
        price_pence=case.price_pence,
        board_change=case.board_change,
    )
    quote = quote_no_show(policy, missed_all)
    cost = amount(quote) if quote.high_pence else "nothing is charged"
    return [Line(f"If you do not come: {cost}.", quote.rule)]


def _sessions(policy: Policy, case: Case) -> list[Line]:
    rule = policy.no_show.missed_session
    if len(case.event.sessions) == 1 or rule == MissedSession.NOTHING:
        return []
    words = f"If you miss some of the sessions: {rule.label}."
    return [Line(words, "no_show.missed_session")]


def grace_minutes(policy: Policy, minutes: int) -> int | None:
    """How late one may be for training of that length; None where the trainer decides."""
    duration = duration_of(minutes, policy)
    rules = policy.lateness
    own = (g.minutes for g in rules.by_duration if duration and g.duration == duration.code)
    return next(own, rules.grace_minutes)


def _lateness(policy: Policy, case: Case) -> list[Line]:
    minutes = grace_minutes(policy, sum(case.event.minutes_by_day.values()))
    if minutes is None:
        return []
    words = f"If you come more than {minutes} minutes late you may be turned away"
    counts = ", which counts as not coming" if policy.no_show.refused_for_lateness else ""
    return [Line(f"{words}{counts}.", "lateness")]


def _waivers(policy: Policy, case: Case) -> list[Line]:
    return [
        Line(_waiver(waiver, case.event.starts_at), f"waivers[{number}]")
        for number, waiver in enumerate(policy.waivers)
    ]


def _waiver(waiver: Waiver, starts_at: dt.datetime) -> str:
    limit = told_by(waiver, starts_at)
    before = "before" if waiver.told_before is not None else "by"
    told = f" Tell us {before} {clock(limit)} on {day(limit)}." if limit else ""
    evidence = f" We need this: {waiver.evidence}." if waiver.evidence else ""
    sure = waiver.granted_by == GrantedBy.AUTOMATIC
    may = (
        "Nothing is charged" if sure else f"{_capital(waiver.granted_by.label)} may let a charge go"
    )
    return f"{may} for this reason: {waiver.words}.{told}{evidence}"


def _substitution(policy: Policy, case: Case, after: dt.datetime | None = None) -> list[Line]:
    until = substitution_until(policy, case.event)
    if until is None:
        return [] if after else [Line("Nobody else can take your place.", "substitution.allowed")]
    if after and after > until:
        return []
    whom = "Somebody else"
    if policy.substitution.same_agency_only:
        whom = "A colleague from your organisation"
    cost = pounds(policy.substitution.pence) if policy.substitution.pence else "free"
    return [Line(f"{whom} can take your place {by_moment(until)}: {cost}.", "substitution")]


def _manager(policy: Policy, case: Case) -> list[Line]:
    if policy.approval.kind == ApprovalKind.NONE or is_exempt(policy, case):
        return []
    if policy.approval.kind == ApprovalKind.DECLARED:
        return [Line("Your manager must agree: you say so when you book.", "approval.kind")]
    words = "Your manager must agree before the place is confirmed."
    return [Line(words, "approval.kind")]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
