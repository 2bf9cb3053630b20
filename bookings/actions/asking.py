"""Whom to ask for a manager's agreement, and asking."""

import datetime as dt
from collections.abc import Sequence

from bookings import messages
from bookings.casework import event_facts
from bookings.models import Approval, Booking
from bookings.policies import rules_of
from bookings.policy.cases import EventFacts
from bookings.policy.moments import approval_times_out_at, remind_manager_at
from people.addressing import Manager, managers_of


def ask_manager(booking: Booking, *, at: dt.datetime) -> Approval | None:
    """Asks the manager of a booking that waits for one; whoever was asked before is not asked again.

    Side effects: those of `ask_managers`.
    """
    asked = Approval.objects.filter(booking=booking).first()
    return asked or ask_managers([booking], at=at)[0]


def ask_managers(bookings: Sequence[Booking], *, at: dt.datetime) -> list[Approval]:
    """Asks the managers of bookings (of one event) whose managers nobody has asked yet.

    Where no manager is known the place stays held until the question lapses: staff answer then.
    Side effects, in order: the questions; the messages to the managers.
    """
    if not bookings:
        return []
    managers = managers_of([booking.person for booking in bookings])
    facts = event_facts(bookings[0].event)
    approvals = Approval.objects.bulk_create(
        _question(booking, managers.get(booking.person_id), facts, at) for booking in bookings
    )
    messages.approvals_asked([each for each in approvals if each.manager_email])
    return approvals


def _question(
    booking: Booking, manager: Manager | None, facts: EventFacts, at: dt.datetime
) -> Approval:
    policy = rules_of(booking.policy)
    return Approval(
        booking=booking,
        manager_name=manager.name if manager else "",
        manager_email=manager.email if manager else "",
        asked_at=at,
        remind_at=remind_manager_at(policy, at),
        times_out_at=approval_times_out_at(policy, facts, at),
    )
