"""The same rules in plain English: for the practitioner, for the officer, and as worked examples."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from .cases import Case, Event, Person, Session
from .choices import ApprovalKind, Area, ChannelKind, ChargeKind, MissedSession
from .may_book import on_clock
from .money import duration_of, pounds
from .quotes import (
    VERIFIED,
    booking_closes_at,
    no_show_charge,
    quote_cancellation,
    quote_no_show,
    quote_price,
    steps,
)
from .reading import LONDON, one_of
from .schema import Charge, Notice, Policy, PriceRow

EXAMPLE_DAY = dt.datetime(2026, 6, 17, 9, 30, tzinfo=LONDON)
"""A Wednesday with no bank holiday near."""
EXAMPLE_MINUTES = 360
AT_THE_LAST = "at the last moment"


@dataclass(frozen=True)
class Line:
    """One rule in words, and the path of the key that sets it."""

    rule: str
    words: str


@dataclass(frozen=True)
class CancellingLine:
    """Up to and including `until`, cancelling costs `pence`."""

    until: dt.datetime
    pence: int
    words: str


@dataclass(frozen=True)
class Example:
    """One row of the worked table."""

    event: Event
    person: Person
    price: int
    what: str
    pence: int

    @property
    def words(self) -> str:
        return f"{self.what}: {pounds(self.pence)}."


def before_booking(policy: Policy, event: Event, person: Person) -> list[str]:
    """What to know before booking: the price, until when, what cancelling and not coming will cost."""
    price = quote_price(policy, event, person)
    found = [_price_sentence(price.low, price.high)]
    found += [each.words for each in price.reasons if each.code.endswith("_unverified")]
    found.append(f"You can book until {_moment(booking_closes_at(policy, event))}.")
    case = Case(event=event, person=person)
    found += [each.words for each in before_cancelling(policy, case)]
    missed = quote_no_show(policy, case)
    found.append(f"Not coming costs {_range(missed.low, missed.high)}.")
    found += [each.words for each in _rules_for_all(policy)]
    return found


def before_cancelling(policy: Policy, case: Case) -> list[CancellingLine]:
    """What cancelling costs as time goes by, earliest first, waivers left aside unless the case claims one."""
    found: list[CancellingLine] = []
    for step in steps(policy, case.event):
        quote = quote_cancellation(policy, case, step.until)
        words = f"Cancelling until {_moment(step.until)} costs {_range(quote.low, quote.high)}."
        found.append(CancellingLine(step.until, quote.pence, words))
    return found


def for_officer(policy: Policy) -> list[Line]:
    """Every rule that differs from silence, in the order of the schema."""
    parts = (_price_lines, _cancellation_lines, _no_show_lines, _waiver_lines, _rules_for_all)
    return [line for part in parts for line in part(policy)] + list(_officers_own(policy))


def worked_examples(policy: Policy) -> list[Example]:
    """For each length of training and each price it may have: the ends of every tier, and not coming."""
    found: list[Example] = []
    for event in _example_events(policy):
        seen: set[int] = set()
        for category in VERIFIED:
            for in_area in (True, False):
                person = Person(category=category, in_area=in_area)
                price = quote_price(policy, event, person).pence
                if price not in seen:
                    seen.add(price)
                    found += _examples(policy, event, person, price)
    return found


def notice_words(notice: Notice) -> str:
    """ "3 working days"."""
    return f"{notice.amount} {notice.unit.label}{'' if notice.amount == 1 else 's'}"


def charge_words(charge: Charge | None, policy: Policy) -> str:
    """ "£50 for each day"; "nothing"."""
    if charge is None or charge.kind == ChargeKind.NOTHING:
        return "nothing"
    if charge.kind == ChargeKind.BY_DURATION:
        sums = [
            f"{pounds(charge.by_duration[each.name])} for a {each.name}"
            + (" (for each day)" if each.per_day else "")
            for each in policy.durations
        ]
        return one_of(sums, "and")
    return {
        ChargeKind.PER_DAY: f"{pounds(charge.pence)} for each day",
        ChargeKind.PER_COURSE: f"{pounds(charge.pence)} for the course",
        ChargeKind.PERCENT: f"{charge.percent}% of the price",
        ChargeKind.PRICE_LESS_FEE: f"the price less {pounds(charge.pence)}",
        ChargeKind.FULL_PRICE: "the full price",
    }[charge.kind]


def _price_sentence(low: int, high: int) -> str:
    return "The place is free." if not high else f"The place costs {_range(low, high)}."


def _range(low: int, high: int) -> str:
    if low != high:
        return f"from {pounds(low)} to {pounds(high)}"
    return pounds(high) if high else "nothing"


def _moment(moment: dt.datetime) -> str:
    return on_clock(moment).removeprefix("at ")


def _price_lines(policy: Policy) -> Iterator[Line]:
    for number, exception in enumerate(policy.price.exceptions):
        words = f"“{exception.group}” costs everybody {pounds(exception.pence)}."
        yield Line(f"price.exceptions[{number}]", words)
    for number, row in enumerate(policy.price.rows):
        yield Line(f"price.rows[{number}]", f"{_whom(row)}: {pounds(row.pence)}.")
    others = "Everybody else" if policy.price.rows else "Everybody"
    yield Line("price.default", f"{others}: {pounds(policy.price.default)}.")
    for number, each in enumerate(policy.durations):
        limit = (
            f"up to {each.up_to_minutes} minutes" if each.up_to_minutes else "any longer training"
        )
        often = ", counted for each day" if each.per_day else ""
        yield Line(f"durations[{number}]", f"A {each.name} is {limit}{often}.")


def _whom(row: PriceRow) -> str:
    parts = [one_of([each.label for each in row.categories])] if row.categories else ["Everybody"]
    parts += [row.area.label] if row.area != Area.ANY else []
    parts += [f"for a {one_of(row.durations)}"] if row.durations else []
    parts += [f"on {one_of(row.groups)}"] if row.groups else []
    return ", ".join(parts)


def _cancellation_lines(policy: Policy) -> Iterator[Line]:
    rules = policy.cancellation
    if rules.notice is None or not rules.tiers:
        yield Line("cancellation", "Cancelling is free until the start.")
        return
    if rules.notice.amount:
        words = f"Cancelling is free until {notice_words(rules.notice)} before."
        yield Line("cancellation.notice", words)
    for number, tier in enumerate(rules.tiers):
        amount = notice_words(Notice(amount=tier.from_, unit=rules.notice.unit))
        when = f"later than {amount} before" if tier.from_ else "at any time"
        words = f"Cancelling {when} costs {charge_words(tier.charge, policy)}."
        yield Line(f"cancellation.tiers[{number}]", words)
    free = "is charged too" if rules.applies_to_free_places else "is never charged"
    yield Line("cancellation.applies_to_free_places", f"A free place {free}.")


def _no_show_lines(policy: Policy) -> Iterator[Line]:
    charge, rule = no_show_charge(policy)
    yield Line(rule, f"Not coming costs {charge_words(charge, policy)}.")
    if charge and policy.no_show.missed_session != MissedSession.NOTHING:
        words = f"Missing some of the sessions {policy.no_show.missed_session.label}."
        yield Line("no_show.missed_session", words)


def _waiver_lines(policy: Policy) -> Iterator[Line]:
    for number, waiver in enumerate(policy.waivers):
        dates = [f"{d.first:%-d %B %Y} to {d.last:%-d %B %Y}" for d in waiver.dates]
        parts = [waiver.words, waiver.deadline]
        parts += [f"Evidence: {waiver.evidence}"] if waiver.evidence else []
        parts += [f"Only for events from {one_of(dates)}."] if dates else []
        words = " ".join(part for part in parts if part)
        yield Line(f"waivers[{number}]", f"The charge is let go: {words}")


def _rules_for_all(policy: Policy) -> Iterator[Line]:
    if policy.repeat:
        rules = policy.repeat
        words = (
            f"After {rules.count} events missed without cancelling within {rules.within_months} months "
            f"a person may not book for {rules.restricted_months} months."
        )
        yield Line("repeat", words)
    if policy.substitution.allowed:
        same = " of the same agency" if policy.substitution.same_agency else ""
        yield Line("substitution", f"A colleague{same} may come instead, free of charge.")
    else:
        yield Line("substitution.allowed", "Nobody may come instead.")
    if policy.approval.kind != ApprovalKind.NONE:
        exempt = one_of([each.label for each in policy.approval.exempt or ()] or [""])
        words = f"The manager's agreement: {policy.approval.kind.label}"
        yield Line("approval", f"{words}{f'; not needed for {exempt}' if exempt else ''}.")
    if policy.channel.kind != ChannelKind.INSTANT:
        yield Line("channel", policy.channel.kind.label)
    if policy.eligibility.in_area_only:
        yield Line("eligibility.in_area_only", "Only people who work in the area may book.")
    if policy.eligibility.categories:
        kinds = one_of([each.label for each in policy.eligibility.categories])
        yield Line("eligibility.categories", f"Only for: {kinds}.")


def _officers_own(policy: Policy) -> Iterator[Line]:
    if policy.booking_closes:
        words = f"Booking closes {notice_words(policy.booking_closes)} before."
        yield Line("booking_closes", words)
    yield Line("prerequisites", f"An earlier course not taken {policy.prerequisites.label}.")
    yield Line("clash", f"Another booking at the same time {policy.clash.label}.")
    for number, rule in enumerate(policy.mix):
        limit = f"At most {rule.cap}" if rule.cap else f"Kept: {rule.floor}"
        until = f", until {notice_words(rule.released)} before" if rule.released else ""
        yield Line(f"mix[{number}]", f"{limit} places for {rule.group}{until}.")
    waiting = policy.waiting_list
    how = "given at once" if waiting.place_at_once else f"offered for {waiting.offer_hours} hours"
    words = f"A place that comes free is {how}, until {waiting.stops_hours} hours before the start."
    yield Line("waiting_list", words)
    if policy.confirm.ask:
        words = (
            f"People are asked {notice_words(policy.confirm.ask)} before whether they still come."
        )
        yield Line("confirm.ask", words)
    if policy.confirm.release_after:
        after = notice_words(policy.confirm.release_after)
        yield Line("confirm.release_after", f"Who does not answer within {after} loses the place.")
    yield Line("group.largest", f"At most {policy.group.largest} places are booked at once.")
    changes = [each.label for each in policy.board_changes.free_to_leave]
    if changes:
        words = f"Leaving is free when the event was {one_of(changes)}."
        yield Line("board_changes", words)


def _example_events(policy: Policy) -> Iterator[Event]:
    longest = 0
    for each in policy.durations:
        minutes = each.up_to_minutes or max(longest + 60, EXAMPLE_MINUTES)
        longest = minutes
        if minutes <= 1_440:
            yield Event(sessions=(Session(starts=EXAMPLE_DAY, minutes=minutes),))
    next_day = EXAMPLE_DAY + dt.timedelta(days=1)
    both = (EXAMPLE_DAY, next_day)
    yield Event(sessions=tuple(Session(starts=day, minutes=EXAMPLE_MINUTES) for day in both))


def _examples(policy: Policy, event: Event, person: Person, price: int) -> Iterator[Example]:
    case = Case(event=event, person=person)
    days = f", {event.days} days" if event.days > 1 else ""
    where = "in the area" if person.in_area else "outside the area"
    what = (
        f"A {duration_of(policy, event).name}{days} at {pounds(price)} "
        f"({person.category.label}, {where})"
    )
    for step, when in zip(steps(policy, event), _step_ends(policy), strict=True):
        pence = quote_cancellation(policy, case, step.until).pence
        yield Example(event, person, price, f"{what}, cancelled {when}", pence)
    yield Example(event, person, price, f"{what}, not come to", quote_no_show(policy, case).pence)


def _step_ends(policy: Policy) -> list[str]:
    """How long before the start each of the `steps` of cancelling ends, in words."""
    rules = policy.cancellation
    if rules.notice is None:
        return [AT_THE_LAST]
    amounts = [rules.notice.amount] if rules.notice.amount else []
    amounts += [tier.from_ for tier in rules.tiers[1:]]
    ends = [
        f"{notice_words(Notice(amount=each, unit=rules.notice.unit))} before" for each in amounts
    ]
    return [*ends, AT_THE_LAST]
