"""Short words for what many tests of the booking rules set up and do; the clock stands at NOW."""

import datetime as dt

from bookings import actions
from bookings.choices import BookingState, ChargeState
from bookings.models import Booking, Charge
from tests.factories import AgencyFactory, EmploymentFactory, PolicyVersionFactory

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
START = dt.datetime(2026, 4, 17, 8, 30, tzinfo=dt.UTC)
PAID = {"prices": {"otherwise": {"pence": 7500}}}
OFFERS = {"waiting_list": {"placing": "offer", "offer_hours": 24}}
APPLY = {"channel": {"kind": "apply"}}
RECORDED = {
    "approval": {
        "kind": "recorded",
        "times_out_after": {"number": 5, "unit": "calendar_days"},
    }
}
CONFIRM = {
    "confirmation": {
        "ask": {"number": 10, "unit": "calendar_days"},
        "release_after": {"number": 3, "unit": "calendar_days"},
    }
}
NAMELESS = {"groups": {"nameless": True, "named_by": {"number": 3, "unit": "calendar_days"}}}


def policy(event, *sections):
    merged = {key: value for section in sections for key, value in section.items()}
    return PolicyVersionFactory(board=event.board, sections=merged)


def somebody(event, *, agency=None, **job):
    """An employment at an agency of the event's board, with a manager who can be asked."""
    agency = agency or AgencyFactory(boards=[event.board], contributor_category="partner")
    return EmploymentFactory(agency=agency, **{"manager_email": "boss@agency.example", **job})


def book(event, job=None, *, at=NOW, **more):
    job = job or somebody(event)
    return actions.book_place(
        job.person,
        event.pk,
        agency=job.agency,
        role_group=job.role_group,
        actor=None,
        at=at,
        **more,
    )


def state_of(booking):
    return BookingState(Booking.objects.values_list("state", flat=True).get(pk=booking.pk))


def owed(booking):
    """What is owed for a booking, in pence by kind of charge."""
    charges = Charge.objects.filter(booking=booking, state=ChargeState.OWED)
    return {each.kind: each.amount_pence for each in charges}
