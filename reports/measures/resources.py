"""What the report of rooms, trainers and cost says."""

from .definitions import Measure, count, decimal, money, share

HALF_DAY_MINUTES = 240

EVENTS = count(
    "events",
    "Events held",
    "Events whose register is completed and whose first day lies in the period.",
)
COST_KNOWN = count(
    "cost_known", "Cost written down", "Events held whose room hire is written down, also as 0."
)
ROOM_HIRE = money(
    "room_hire",
    "Room hire",
    "The room hire that is written down for events held, added up; a partner’s room that cost nothing counts as nothing. "
    "The only cost that is recorded: trainers’ fees, food, materials and staff time are in no figure here.",
)
FREE_ROOMS = share(
    "free_rooms",
    "Rooms that cost nothing",
    "Events whose room hire is written down as 0, out of events whose room hire is written down.",
    of="events",
)
COST_PLACES = count(
    "cost_places",
    "Their places",
    "Places available at events whose room hire and places are written down.",
)
COST_OF_A_PLACE = money(
    "cost_of_a_place",
    "Room hire a place",
    "The room hire of those events, divided by their places.",
)
COST_ATTENDED = count(
    "cost_attended", "Their attendances", "Attendances at events whose room hire is written down."
)
COST_OF_AN_ATTENDANCE = money(
    "cost_of_an_attendance",
    "Room hire an attendance",
    "The room hire of events where it is written down, divided by their attendances.",
)
HALF_DAYS = count(
    "half_days",
    "Half days",
    f"Each trainer’s days at events held: a day with sessions of up to {HALF_DAY_MINUTES // 60} hours together is one "
    "half day, a longer one two. Where the times were not recorded, the course’s length counts, or one half day.",
)
TRAINER_DAYS = decimal("trainer_days", "Trainer days", "Half days, divided by two.")
SHARE_OF_HALF_DAYS = share(
    "share_of_half_days",
    "Share of trainer time",
    "Half days, out of all trainers’ half days in the report.",
    of="half days",
)
LED = count("led", "Events", "Events held with at least one such trainer.")
LED_TOGETHER = share(
    "led_together",
    "Led by two agencies or more",
    "Events whose trainers come from different agencies, commissioned trainers left out, out of events held that "
    "have trainers written down.",
    of="events with trainers",
)
SESSIONS = count("sessions", "Sessions", "Sessions of events held.")
SESSION_HOURS = decimal(
    "session_hours",
    "Hours",
    "The length of those sessions, added up; where their times were not recorded, the course’s length, if that is "
    "known.",
)
SHARE_OF_SESSIONS = share(
    "share_of_sessions",
    "Share of sessions",
    "Sessions, out of all sessions in the report.",
    of="sessions",
)

OF_COST = (
    *(EVENTS, COST_KNOWN, ROOM_HIRE, FREE_ROOMS, COST_PLACES, COST_OF_A_PLACE),
    *(COST_ATTENDED, COST_OF_AN_ATTENDANCE),
)
OF_TRAINERS = (LED, HALF_DAYS, TRAINER_DAYS, SHARE_OF_HALF_DAYS)
OF_ROOMS = (SESSIONS, SESSION_HOURS, SHARE_OF_SESSIONS)
MEASURES: tuple[Measure, ...] = (*OF_COST, *OF_TRAINERS, LED_TOGETHER, *OF_ROOMS)
