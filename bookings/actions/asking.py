"""Asking a manager for their agreement."""

import datetime as dt

from bookings import messages
from bookings.casework import event_facts
from bookings.models import Approval, Booking
from bookings.policies import rules_of
from bookings.policy.moments import approval_times_out_at, remind_manager_at
from bookings.queries import manager_of


def ask_manager(booking: Booking, *, at: dt.datetime) -> Approval | None:
    """Asks the manager of a booking that waits for one; whoever was asked before is not asked again.

    None, and the place stays held until the question lapses, if no manager is known: staff answer then.
    Side effects, in order: the question; the message to the manager.
    """
    manager = manager_of(booking.person)
    policy = rules_of(booking.policy)
    approval, made = Approval.objects.get_or_create(
        booking=booking,
        defaults={
            "manager_name": manager.name if manager else "",
            "manager_email": manager.email if manager else "",
            "asked_at": at,
            "remind_at": remind_manager_at(policy, at),
            "times_out_at": approval_times_out_at(policy, event_facts(booking.event), at),
        },
    )
    if made and manager is not None:
        messages.approval_asked(approval)
    return approval
