"""What the report of evaluation response says. What people answered is on the impact pages, and defined there."""

from evaluations.choices import Wave

from .definitions import Measure, share

INVITED = "asked"
OF_WAVE: dict[Wave, Measure] = {
    wave: share(
        f"answered_{wave.name.lower()}",
        label,
        f"Forms sent in, out of {whom} asked {when}. Only forms that have closed.",
        of=INVITED,
    )
    for wave, label, whom, when in (
        (Wave.BOOKING, "Answered at booking", "people", "when they booked"),
        (Wave.START, "Answered at the start", "people", "at the start"),
        (Wave.END, "Answered at the end", "people", "at the end"),
        (Wave.LATER, "Answered three months later", "people", "three months later"),
        (Wave.MANAGER, "Managers who answered", "managers", "three months later"),
    )
}
PAIRED_END = share(
    "paired_end",
    "Paired: start and end",
    "People who answered both at the start and at the end, out of the most that were asked in one wave after the "
    "event, or of all who answered a form if they are more. As worked out for the impact pages, for a financial year; hidden where fewer people answered than the board shows.",
    of=INVITED,
)
PAIRED_LATER = share(
    "paired_later",
    "Paired: start and three months later",
    "The same, of those who answered both at the start and three months later.",
    of=INVITED,
)
COMPLETE = share(
    "complete", "Complete", "The same, of those who answered every form there was.", of=INVITED
)
OF_PAIRS = (PAIRED_END, PAIRED_LATER, COMPLETE)
MEASURES: tuple[Measure, ...] = (*OF_WAVE.values(), *OF_PAIRS)
