"""What the report of reach says: who is trained today, out of whom, and for how long."""

from .definitions import Measure, count, share

MONTHS_AHEAD = 12

TRAINED = count(
    "trained",
    "Trained",
    "Different people who on the day had attended the chosen course, or one that counts as it, within its refresher "
    "period (without one it stays valid). No course chosen: any course of the board. They are counted where they are "
    "employed on the day; where that is not known, as on the last of these attendances. People who have left are not counted.",
)
IN_WORKFORCE = count(
    "trained_in_workforce",
    "Of these, where the workforce is known",
    "Those of them whose agency has said how many people it employs in their role group.",
)
WORKFORCE = count(
    "headcount",
    "Workforce",
    "People employed in the role groups that were counted, by the last count up to the day. Blank: never counted.",
)
REACH = share(
    "reach",
    "Reach",
    "Trained people whose workforce is known, out of that workforce. Blank where nobody has counted it, never 0 %. "
    "Over 100 %: more people are trained than were counted, because the count is older or saw fewer people.",
    of="people",
)
RUN_OUT = count(
    "run_out",
    "Run out within 12 months",
    f"Trained people whose training runs out in the {MONTHS_AHEAD} months after the day if they do not train again.",
)
STILL_TRAINED = count(
    "still_trained",
    "Still trained",
    "Trained people whose training has not run out by then, if nobody trains again.",
)
REACH_THEN = share(
    "reach_then",
    "Reach then",
    "Those of them whose workforce is known, out of the workforce of today.",
    of="people",
)

OF_LINES = (TRAINED, IN_WORKFORCE, WORKFORCE, REACH, RUN_OUT)
MEASURES: tuple[Measure, ...] = (*OF_LINES, STILL_TRAINED, REACH_THEN)
