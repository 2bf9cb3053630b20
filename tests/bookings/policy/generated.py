"""Hypothesis: sound policies and cases."""

import datetime as dt

from hypothesis import strategies as st

from bookings.policy.cases import Case, Delegate, EventFacts, SessionTimes
from bookings.policy.choices import Area, Nation
from bookings.policy.documents import read_policy
from bookings.policy.london import on_clock
from people.choices import ContributorCategory

PENCE = st.integers(0, 30_000)
CATEGORIES = st.lists(st.sampled_from(ContributorCategory.values), max_size=3, unique=True)
TYPES = st.lists(st.sampled_from(["conference", "webinar", "train"]), max_size=2, unique=True)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]),
    min_size=1,
    max_size=20,
).filter(str.strip)
UNITS = ["hours", "calendar_days", "working_days", "weeks"]


@st.composite
def notices(draw, *, unit=None, number=None):
    """A sound notice as a document."""
    unit = unit or draw(st.sampled_from(UNITS))
    found = {"number": draw(st.integers(0, 40)) if number is None else number, "unit": unit}
    if unit != "hours":
        found["counting"] = draw(st.sampled_from(["days_before", "clear_days"]))
        found["closes"] = draw(st.sampled_from(["end_of_day", "start_time", "at_time"]))
        if found["closes"] == "at_time":
            found["closes_at"] = draw(st.sampled_from(["00:00", "01:30", "12:00", "17:00"]))
    return found


@st.composite
def tariffs(draw):
    found = {"pence": draw(PENCE), "per": draw(st.sampled_from(["place", "day", "own_price"]))}
    if found["per"] != "own_price" and draw(st.booleans()):
        found["by_duration"] = [{"duration": "half_day", "pence": draw(PENCE)}]
    return found


@st.composite
def charges(draw):
    kind = draw(st.sampled_from(["nothing", "flat", "percentage", "price_less_fee", "full_price"]))
    found = {"kind": kind}
    if kind == "flat":
        found["tariff"] = draw(tariffs())
    if kind == "percentage":
        found["percent"] = draw(st.integers(0, 100))
    if kind == "price_less_fee":
        found["fee_pence"] = draw(PENCE)
    return found


@st.composite
def cancellations(draw, charge=None):
    """Falling numbers of one unit, with the same counting and closing; the last tier is open."""
    shape = draw(notices(number=0))
    numbers = sorted(draw(st.sets(st.integers(1, 40), max_size=4)), reverse=True)
    ends = [{**shape, "number": number} for number in numbers]
    found = {"applies_to_free_places": draw(st.booleans())}
    if ends and draw(st.booleans()):
        found["free_until"] = ends.pop(0)
    charge = charges() if charge is None else charge
    if ends or "free_until" in found or draw(st.booleans()):
        tiers = [{"until": end, "charge": draw(charge)} for end in ends]
        found["tiers"] = [*tiers, {"charge": draw(charge)}]
    if draw(st.booleans()):
        found["nominal"] = draw(tariffs())
    return found


@st.composite
def prices(draw):
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        row = {
            "categories": draw(CATEGORIES),
            "area": draw(st.sampled_from(Area.values)),
            "course_types": draw(TYPES),
        }
        key = (set(row["categories"]), row["area"], set(row["course_types"]))
        empty = key == (set(), "any", set())
        if empty or key in [
            (set(r["categories"]), r["area"], set(r["course_types"])) for r in rows
        ]:
            continue
        rows.append({**row, "tariff": draw(tariffs())})
    return {"rows": rows, "otherwise": draw(tariffs())}


@st.composite
def policies(draw, charge=None):
    document = {
        "name": draw(WORDS),
        "nation": draw(st.sampled_from(Nation.values)),
        "charge_groups": [{"code": "train", "words": "train-the-trainer"}],
        "prices": draw(prices()),
        "cancellation": draw(cancellations(charge)),
        "note": draw(WORDS),
        "assumed": draw(st.lists(WORDS, max_size=2)),
    }
    if draw(st.booleans()):
        document["no_show"] = {
            "charge": draw(charges()),
            "applies_to_free_places": draw(st.booleans()),
            "missed_session": draw(st.sampled_from(["whole_course", "per_session", "nothing"])),
        }
    if draw(st.booleans()):
        document["booking_closes"] = draw(notices())
        document["waivers"] = [{"code": "sick", "words": draw(WORDS), "told_before": "10:00"}]
        document["no_charge_periods"] = [{"starts_on": "2026-01-01", "ends_on": "2026-01-31"}]
    reading = read_policy(document)
    assert reading.problems == ()
    return reading.policy


@st.composite
def events(draw):
    first = draw(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
    sessions = []
    for number in range(draw(st.integers(1, 3))):
        starts = on_clock(first + dt.timedelta(days=number), dt.time(9, 30))
        length = dt.timedelta(minutes=draw(st.sampled_from([90, 180, 240, 241, 390])))
        sessions.append(SessionTimes(starts_at=starts, ends_at=starts + length))
    own = draw(st.none() | PENCE)
    return EventFacts(
        sessions=tuple(sessions), course_types=tuple(draw(TYPES)), own_price_pence=own
    )


@st.composite
def cases(draw):
    who = Delegate(
        category=draw(st.sampled_from(ContributorCategory)),
        in_area=draw(st.sampled_from([True, False, None])),
    )
    return Case(event=draw(events()), delegate=who)
