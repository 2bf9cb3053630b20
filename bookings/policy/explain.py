"""A policy in plain English, rule by rule, for the officer who edits it."""

import datetime as dt
from collections.abc import Callable, Iterator

from courses.choices import Delivery
from courses.dates import clock
from people.choices import ContributorCategory

from .choices import (
    ApprovalKind,
    Area,
    ChannelKind,
    ChargeKind,
    Closes,
    Counting,
    Incident,
    MixKind,
    Per,
    Placing,
    Strictness,
    Unit,
)
from .eligibility import group_words
from .london import on_clock
from .money import pounds
from .reading import one_of
from .schema import ChargeRule, Notice, Policy, PriceRow, Span, Tariff
from .words import Line

SUMMER_DAY = dt.date(2026, 6, 16)
"""A day on which the clock shows every time once."""

AGREEMENT = {
    ApprovalKind.NONE: "No manager has to agree.",
    ApprovalKind.DECLARED: "People say when they book that their manager agrees.",
    ApprovalKind.RECORDED: "The manager must agree before the place is confirmed.",
}


def explain(policy: Policy) -> tuple[Line, ...]:
    """Every rule of the policy as a sentence, with the path of its key, in the order of the document."""
    return tuple(line for part in PARTS for line in part(policy))


def count(number: int, unit: Unit) -> str:
    """ "1 working day", "3 weeks"."""
    return f"{number} {unit.label.removesuffix('s') if number == 1 else unit.label}"


def notice_words(notice: Notice) -> str:
    """ "the end of the day, 3 working days before the event"."""
    if notice.unit == Unit.HOURS:
        return f"{count(notice.number, notice.unit)} before the start"
    clear = "clear " if notice.counting == Counting.CLEAR_DAYS else ""
    length = count(notice.number, notice.unit)
    if clear:
        length = f"{notice.number} {clear}{length.partition(' ')[2]}"
    when = f"{length} before the event" if notice.number or clear else "on the day of the event"
    if notice.closes == Closes.AT_TIME and notice.closes_at:
        return f"{time_words(notice.closes_at)}, {when}"
    if notice.closes == Closes.START_TIME:
        return f"the time of day it starts, {when}"
    return f"the end of the day, {when}"


def time_words(time: dt.time) -> str:
    """ "5pm", "midday"."""
    return clock(on_clock(SUMMER_DAY, time))


def span_words(span: Span) -> str:
    return count(span.number, span.unit)


def tariff_words(tariff: Tariff, policy: Policy) -> str:
    """ "£75 for the place (half-day £37.50)"."""
    names = {each.code: each.words for each in policy.durations}
    own = [f"{names.get(r.duration, r.duration)} {pounds(r.pence)}" for r in tariff.by_duration]
    brackets = f" ({', '.join(own)})" if own else ""
    if tariff.per == Per.OWN_PRICE:
        return f"the event's own price, or {pounds(tariff.pence)} where it has none"
    if not tariff.pence and not own:
        return "nothing"
    return f"{pounds(tariff.pence)} {tariff.per.label}{brackets}"


def charge_words(charge: ChargeRule, policy: Policy) -> str:
    if charge.kind == ChargeKind.FLAT and charge.tariff:
        return tariff_words(charge.tariff, policy)
    if charge.kind == ChargeKind.PERCENTAGE:
        return f"{charge.percent} % of the price"
    if charge.kind == ChargeKind.PRICE_LESS_FEE:
        return f"the price less a booking fee of {pounds(charge.fee_pence or 0)}"
    return charge.kind.label


def row_words(row: PriceRow, policy: Policy) -> str:
    """For whom and what a price row is."""
    groups = {each.code: each.words for each in policy.charge_groups}
    groups |= {str(value): label for value, label in Delivery.choices}
    parts = []
    if row.courses:
        parts.append(f"course {one_of(row.courses)}")
    if row.course_types:
        parts.append(one_of(groups.get(kind, kind) for kind in row.course_types))
    if row.categories:
        parts.append(one_of(ContributorCategory(each).label for each in row.categories))
    if row.area != Area.ANY:
        parts.append(row.area.label)
    return ", ".join(parts) or "everybody"


def _lengths(policy: Policy) -> Iterator[Line]:
    words = f"Bank holidays of {policy.nation.label} are no working days."
    yield Line(words, "nation")
    for number, each in enumerate(policy.durations):
        until = f"up to {each.up_to_minutes} minutes" if each.up_to_minutes else "of any length"
        words = f"{each.words[:1].upper()}{each.words[1:]}: training {until}."
        yield Line(words, f"durations[{number}]")
    for number, group in enumerate(policy.charge_groups):
        yield Line(f"A course may be marked as {group.words}.", f"charge_groups[{number}]")


def _prices(policy: Policy) -> Iterator[Line]:
    for number, row in enumerate(policy.prices.rows):
        words = f"{row_words(row, policy)}: {tariff_words(row.tariff, policy)}."
        yield Line(words, f"prices.rows[{number}]")
    other = "Everything else" if policy.prices.rows else "Every place"
    yield Line(f"{other}: {tariff_words(policy.prices.otherwise, policy)}.", "prices.otherwise")


def _cancellation(policy: Policy) -> Iterator[Line]:
    rules = policy.cancellation
    if rules.free_until:
        words = f"Cancelling is free until {notice_words(rules.free_until)}."
        yield Line(words, "cancellation.free_until")
    elif not rules.tiers:
        yield Line("Cancelling is always free.", "cancellation")
    for number, tier in enumerate(rules.tiers):
        until = notice_words(tier.until) if tier.until else "the start"
        words = f"After that, until {until}: {charge_words(tier.charge, policy)}."
        if not number and not rules.free_until:
            words = f"Cancelling until {until}: {charge_words(tier.charge, policy)}."
        yield Line(words, f"cancellation.tiers[{number}]")
    if rules.tiers:
        also = (
            "Free places are charged too."
            if rules.applies_to_free_places
            else ("Free places are not charged.")
        )
        yield Line(also, "cancellation.applies_to_free_places")
    if rules.nominal:
        words = f"A free place counts as {tariff_words(rules.nominal, policy)}."
        yield Line(words, "cancellation.nominal")


def _no_show(policy: Policy) -> Iterator[Line]:
    rules = policy.no_show
    if rules.charge:
        yield Line(f"Not coming: {charge_words(rules.charge, policy)}.", "no_show.charge")
    else:
        yield Line("Not coming costs as much as the latest cancellation.", "no_show.charge")
    if rules.applies_to_free_places is not None:
        is_charged = "is charged too" if rules.applies_to_free_places else "is not charged"
        words = f"Not coming to a free place {is_charged}."
        yield Line(words, "no_show.applies_to_free_places")
    words = f"Missing some of the sessions: {rules.missed_session.label}."
    yield Line(words, "no_show.missed_session")
    counts = "counts" if rules.refused_for_lateness else "does not count"
    words = f"Being turned away for lateness {counts} as not coming."
    yield Line(words, "no_show.refused_for_lateness")


def _waivers(policy: Policy) -> Iterator[Line]:
    for number, waiver in enumerate(policy.waivers):
        told = ""
        if waiver.told_before:
            told = f", told before {time_words(waiver.told_before)} on the day"
        elif waiver.told_minutes_before is not None:
            told = f", told {waiver.told_minutes_before} minutes before the start"
        evidence = f", with evidence ({waiver.evidence})" if waiver.evidence else ""
        covers = one_of(Incident(each).label for each in waiver.covers)
        words = f"No charge for {covers}: {waiver.words}{told}{evidence}; {waiver.granted_by.label}"
        decides = "." if waiver.granted_by == "automatic" else " decides."
        yield Line(words + decides, f"waivers[{number}]")
    for number, period in enumerate(policy.no_charge_periods):
        words = f"Nothing is charged for events that start from {period.starts_on:%-d %B %Y} to "
        yield Line(f"{words}{period.ends_on:%-d %B %Y}.", f"no_charge_periods[{number}]")


def _restriction(policy: Policy) -> Iterator[Line]:
    rules = policy.restriction
    if rules:
        what = one_of(Incident(each).label for each in rules.incidents)
        words = (
            f"After {what} {rules.number} times within {rules.within_months} months "
            f"{rules.whose.label} {rules.then.label} for {rules.for_months} months."
        )
        yield Line(words, "restriction")


def _on_the_day(policy: Policy) -> Iterator[Line]:
    rules = policy.lateness
    names = {each.code: each.words for each in policy.durations}
    if rules.grace_minutes is not None:
        words = f"People may be {rules.grace_minutes} minutes late."
        yield Line(words, "lateness.grace_minutes")
    for number, grace in enumerate(rules.by_duration):
        words = (
            f"For {names.get(grace.duration, grace.duration)} training: {grace.minutes} minutes."
        )
        yield Line(words, f"lateness.by_duration[{number}]")
    passing = policy.substitution
    if not passing.allowed:
        yield Line("A place cannot be passed on.", "substitution.allowed")
        return
    whom = "a colleague of the same agency" if passing.same_agency_only else "somebody else"
    until = notice_words(passing.until) if passing.until else "the start"
    cost = pounds(passing.pence) if passing.pence else "free"
    yield Line(f"A place may be passed to {whom} until {until}: {cost}.", "substitution")


def _who_may_book(policy: Policy) -> Iterator[Line]:
    rules = policy.eligibility
    closes = notice_words(policy.booking_closes) if policy.booking_closes else "the start"
    yield Line(f"Booking is open until {closes}.", "booking_closes")
    if rules.area != Area.ANY:
        yield Line(f"Only for people who work {rules.area.label}.", "eligibility.area")
    if rules.categories:
        kinds = one_of(ContributorCategory(each).label for each in rules.categories)
        yield Line(f"Only for {kinds}.", "eligibility.categories")
    for key in ("sectors", "role_groups"):
        if groups := getattr(rules, key):
            yield Line(f"Only for {one_of(groups)}.", f"eligibility.{key}")
    if rules.most_per_agency:
        words = f"At most {rules.most_per_agency} places for each agency at an event."
        yield Line(words, "eligibility.most_per_agency")
    yield Line(f"Another booking at that time: {rules.clash.label}.", "eligibility.clash")
    if rules.unpaid != Strictness.IGNORE:
        yield Line(f"Unpaid charges: {rules.unpaid.label}.", "eligibility.unpaid")
    within = rules.prerequisites.within_months
    since = f" in the last {within} months" if within else ""
    words = f"Without the courses needed before{since}: {rules.prerequisites.enforced.label}."
    yield Line(words, "eligibility.prerequisites")


def _approval(policy: Policy) -> Iterator[Line]:
    rules = policy.approval
    yield Line(AGREEMENT[rules.kind], "approval.kind")
    exempt = [ContributorCategory(each).label for each in rules.exempt_categories]
    if exempt or rules.exempt_role_groups:
        words = f"Not needed for {one_of([*exempt, *rules.exempt_role_groups])}."
        yield Line(words, "approval.exempt_categories")
    if rules.kind != ApprovalKind.RECORDED:
        return
    if rules.remind_after:
        words = f"The manager is reminded after {span_words(rules.remind_after)}."
        yield Line(words, "approval.remind_after")
    if rules.times_out_after:
        words = f"Without an answer the question lapses after {span_words(rules.times_out_after)}."
        yield Line(words, "approval.times_out_after")
    if not rules.deputy:
        yield Line("The manager cannot pass the question on.", "approval.deputy")


def _places(policy: Policy) -> Iterator[Line]:
    yield Line(f"How places are given: {policy.channel.kind.label}.", "channel.kind")
    if policy.channel.kind == ChannelKind.INVITED_FIRST:
        opens = policy.channel.opens_to_all
        words = (
            f"Everybody may book from {notice_words(opens)}."
            if opens
            else ("It never opens to everybody.")
        )
        yield Line(words, "channel.opens_to_all")
        invited = [ContributorCategory(each).label for each in policy.channel.invited_categories]
        for key in ("invited_sectors", "invited_agencies", "invited_role_groups"):
            invited += getattr(policy.channel, key)
        if invited:
            yield Line(f"Invited: {one_of(invited)}.", "channel")
    for number, rule in enumerate(policy.mix):
        share = f"{rule.places} places" if rule.places else f"{rule.percent} % of the places"
        who = group_words(rule.by, rule.group) or f"each {rule.by.label}"
        until = notice_words(rule.released) if rule.released else "the start"
        verb = "At most" if rule.kind == MixKind.CAP else "Kept"
        yield Line(f"{verb} {share} for {who}, until {until}.", f"mix[{number}]")
    waiting = policy.waiting_list
    yield Line(f"A place that comes free is {waiting.placing.label}.", "waiting_list.placing")
    if waiting.placing == Placing.OFFER:
        words = f"An offer lives {waiting.offer_hours} hours."
        yield Line(words, "waiting_list.offer_hours")
    words = f"No more places are given out {waiting.stops_hours} hours before the start."
    yield Line(words, "waiting_list.stops_hours")


def _still_coming(policy: Policy) -> Iterator[Line]:
    rules = policy.confirmation
    if rules.ask:
        words = f"People are asked whether they still come at {notice_words(rules.ask)}"
        kept = "; a place nobody confirms is kept."
        if rules.release_after:
            kept = f"; a place nobody confirms is released {span_words(rules.release_after)} later."
        yield Line(words + kept, "confirmation.ask")
    groups = policy.groups
    yield Line(f"At most {groups.largest} places are booked at once.", "groups.largest")
    if groups.nameless:
        until = notice_words(groups.named_by) if groups.named_by else "the start"
        yield Line(f"Places may be booked without names until {until}.", "groups.nameless")
    free = [rule.change.label for rule in policy.board_changes if rule.leave_free]
    if free:
        words = f"People may leave free when the event is {one_of(free)}."
        yield Line(words, "board_changes")
    for number, rule in enumerate(policy.board_changes):
        if rule.unless_moved_within_weeks:
            words = f"Not when it is moved by {rule.unless_moved_within_weeks} weeks or less."
            yield Line(words, f"board_changes[{number}].unless_moved_within_weeks")


PARTS: tuple[Callable[[Policy], Iterator[Line]], ...] = (
    _lengths,
    _prices,
    _cancellation,
    _no_show,
    _waivers,
    _restriction,
    _on_the_day,
    _who_may_book,
    _approval,
    _places,
    _still_coming,
)
