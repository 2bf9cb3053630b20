"""When a charge is let go: the board's own change, a time without charges, a reason the policy accepts."""

import datetime as dt

from .cases import Case, WaiverClaim
from .choices import Change, GrantedBy, Incident
from .london import date_in_london, elapsed, on_clock
from .quotes import Reason
from .schema import BoardChange, Policy, Waiver


def free_by_change(policy: Policy, case: Case) -> Reason | None:
    """Why the board's own change lets them leave free, if it does."""
    if case.board_change is None:
        return None
    for number, rule in enumerate(policy.board_changes):
        if rule.change == case.board_change.change:
            if not rule.leave_free or _moved_too_near(rule, case.board_change.moved_by_days):
                return None
            words = f"The event was {rule.change.label}, so nothing is charged."
            return Reason("board_change", words, f"board_changes[{number}]")
    return None


def _moved_too_near(rule: BoardChange, moved_by_days: int | None) -> bool:
    if rule.change != Change.MOVED or rule.unless_moved_within_weeks is None:
        return False
    return moved_by_days is not None and moved_by_days <= rule.unless_moved_within_weeks * 7


def free_by_period(policy: Policy, case: Case) -> Reason | None:
    """Why the day of the event lies in a time without charges, if it does."""
    day = date_in_london(case.event.starts_at)
    for number, period in enumerate(policy.no_charge_periods):
        if period.starts_on <= day <= period.ends_on:
            because = f": {period.why}" if period.why else ""
            words = (
                f"Nothing is charged from {period.starts_on:%-d %B %Y} to "
                f"{period.ends_on:%-d %B %Y}{because}."
            )
            return Reason("no_charge_period", words, f"no_charge_periods[{number}]")
    return None


def waived(
    policy: Policy, case: Case, claim: WaiverClaim, incident: Incident
) -> tuple[bool, list[Reason]]:
    """Whether the claim lets the charge go, and the reason for it or every reason against."""
    for number, rule in enumerate(policy.waivers):
        if rule.code == claim.code:
            at = f"waivers[{number}]"
            against = _against(rule, claim, case.event.starts_at, incident, at)
            if against:
                return False, against
            return True, [Reason("waived", f"Nothing is charged: {rule.words}.", at)]
    words = "The policy has no such reason for letting a charge go."
    return False, [Reason("waiver_unknown", words, "waivers")]


def told_by(rule: Waiver, starts_at: dt.datetime) -> dt.datetime | None:
    """The moment before which (`told_before`) or by which (`told_minutes_before`) one must tell."""
    if rule.told_before is not None:
        return on_clock(date_in_london(starts_at), rule.told_before)
    if rule.told_minutes_before is not None:
        return elapsed(starts_at, -dt.timedelta(minutes=rule.told_minutes_before))
    return None


def _against(
    rule: Waiver, claim: WaiverClaim, starts_at: dt.datetime, incident: Incident, at: str
) -> list[Reason]:
    found = []
    if incident not in rule.covers:
        words = f"This reason does not cover {incident.label}."
        found.append(Reason("waiver_does_not_cover", words, f"{at}.covers"))
    if not _told_in_time(rule, claim.told_at, starts_at):
        key = "told_before" if rule.told_before is not None else "told_minutes_before"
        found.append(Reason("waiver_told_late", "The board was not told in time.", f"{at}.{key}"))
    if rule.evidence and not claim.evidence_seen:
        words = f"This is needed: {rule.evidence}."
        found.append(Reason("waiver_needs_evidence", words, f"{at}.evidence"))
    if rule.granted_by != GrantedBy.AUTOMATIC and not claim.granted:
        words = f"It may be let go ({rule.words}) if {rule.granted_by.label} agrees."
        found.append(Reason("waiver_needs_agreement", words, f"{at}.granted_by"))
    return found


def _told_in_time(rule: Waiver, told_at: dt.datetime | None, starts_at: dt.datetime) -> bool:
    limit = told_by(rule, starts_at)
    if limit is None:
        return True
    if told_at is None:
        return False
    return told_at < limit if rule.told_before is not None else told_at <= limit
