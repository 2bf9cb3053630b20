"""What the report of events, places and demand says, beside the measures it shares with attendance."""

from .attendance import COUNTS, RATE_BY_KEY
from .definitions import Measure, count, decimal, share

DAYS_AFTER = 90

_SHARED = {measure.key: measure for measure in COUNTS}
PLACES, ATTENDED = _SHARED["places_available"], _SHARED["attended"]
SEATS_USED = RATE_BY_KEY["seats_used"]

PLANNED = count(
    "planned", "Planned", "Events with a first day in the period, in any state but draft."
)
HELD = count("held", "Held", "Events that took place and whose register is completed.")
CANCELLED_EVENTS = count(
    "events_cancelled", "Cancelled by the board", "Events that the board called off."
)
TO_COME = count(
    "to_come",
    "Not held yet",
    "Events still to come, and past ones whose register is not completed.",
)
EVENTS_CANCELLED_RATE = share(
    "events_cancelled_rate",
    "Cancelled, of those planned",
    "Events that the board called off, out of those planned.",
    of="events",
)
TOO_FEW_RATE = share(
    "too_few_rate",
    "Too few bookings, of those cancelled",
    "Events that the board called off because too few people had booked, out of those called off whose reason is "
    "recorded.",
    of="cancelled events with a reason",
)
VIABLE = share(
    "viable",
    "Had their minimum numbers",
    "Events held for which at least the minimum number still held a place on the day, out of the events held that "
    "had a minimum.",
    of="events with a minimum",
)
BELOW_MINIMUM = share(
    "below_minimum",
    "Below their minimum now",
    "Of the published events to come that have a minimum and are to be decided on by now, whatever days are chosen: "
    "those that fewer people have booked. A board decides from when it wants its notice “Too few booked”: four weeks "
    "before, unless it has set another time.",
    of="events to decide on",
)
FILLED = share(
    "filled",
    "Places taken",
    "Those who still held a place on the day, out of places available, at events held whose places are known.",
    of="places",
)
AVERAGE = decimal(
    "average", "Average attendance", "Attendances divided by the events held: an average."
)
WAITED = count(
    "waited",
    "Waited in vain",
    "Different people who waited or applied for a place at an event of the period that has begun or was called off, "
    "and did not get it: still on the list, gave up, or did not take an offer up in time.",
)
UNMET = count(
    "unmet",
    "Demand unmet",
    "Of those, the people who had no place at any other event of the same course either, with a first day in the "
    f"period or up to {DAYS_AFTER} days after. In the total each person counts once, so courses may add up to more.",
)
UNMET_RATE = share(
    "unmet_rate",
    "Demand unmet, of those who waited",
    "Demand unmet, out of those who waited in vain.",
    of="people",
)
NOTICE = count(
    "notice_days",
    "Days of notice",
    "Days from an event’s publication to its first day: the middle one (median) of the events held whose publication "
    "is in their history.",
)
BOOKED_AHEAD = count(
    "booked_ahead_days",
    "Days booked ahead",
    "Days from a booking to the first day of its event: the middle one (median) of all booked, also of those who "
    "cancelled; not of bookings loaded from an older system, which does not say when they were made.",
)

MEASURES: tuple[Measure, ...] = (
    *(PLANNED, HELD, CANCELLED_EVENTS, TO_COME, EVENTS_CANCELLED_RATE, TOO_FEW_RATE, VIABLE),
    *(BELOW_MINIMUM, FILLED, AVERAGE),
    *(WAITED, UNMET, UNMET_RATE, NOTICE, BOOKED_AHEAD),
)
"""Its own; those it shares are defined with attendance."""

OF_EVENTS = (PLANNED, HELD, CANCELLED_EVENTS, TO_COME, EVENTS_CANCELLED_RATE, TOO_FEW_RATE, VIABLE)
OF_PEOPLE = (PLACES, FILLED, ATTENDED, SEATS_USED, AVERAGE, WAITED, UNMET, UNMET_RATE)
SHOWN: tuple[Measure, ...] = (*OF_EVENTS, *OF_PEOPLE, NOTICE, BOOKED_AHEAD)
"""To every reader; `BELOW_MINIMUM` is of this day, and for staff."""
