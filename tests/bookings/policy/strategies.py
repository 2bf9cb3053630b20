"""Sound policies, cases and nested junk for the property tests."""

import datetime as dt

from hypothesis import strategies as st

from bookings.policy.cases import Case, Event, Person, Session
from bookings.policy.choices import Area, ChargeKind, MissedSession, Nation, Unit
from bookings.policy.keys import every_key
from bookings.policy.quotes import VERIFIED
from bookings.policy.reading import LONDON
from bookings.policy.schema import (
    Cancellation,
    Charge,
    Duration,
    NoShow,
    Notice,
    Policy,
    Price,
    PriceRow,
    Tier,
)

DURATIONS = (
    Duration(name="half day", up_to_minutes=240),
    Duration(name="full day", per_day=True),
)
pence = st.integers(1, 20_000)
categories = st.sampled_from(VERIFIED)

charges = st.one_of(
    st.just(Charge()),
    st.just(Charge(kind=ChargeKind.FULL_PRICE)),
    st.builds(
        lambda kind, sum_: Charge(kind=kind, pence=sum_),
        st.sampled_from([ChargeKind.PER_DAY, ChargeKind.PER_COURSE, ChargeKind.PRICE_LESS_FEE]),
        pence,
    ),
    st.builds(lambda n: Charge(kind=ChargeKind.PERCENT, percent=n), st.integers(1, 100)),
    st.builds(
        lambda half, full: Charge(
            kind=ChargeKind.BY_DURATION, by_duration={"half day": half, "full day": full}
        ),
        pence,
        pence,
    ),
)


@st.composite
def cancellations(draw: st.DrawFn, of: st.SearchStrategy[Charge] = charges) -> Cancellation:
    amounts = draw(st.lists(st.integers(1, 40), min_size=1, max_size=4, unique=True))
    amounts.sort(reverse=True)
    notice = Notice(amount=amounts[0], unit=draw(st.sampled_from(Unit)))
    tiers = tuple(Tier(from_=amount, charge=draw(of)) for amount in amounts)
    return Cancellation(notice=notice, tiers=tiers, applies_to_free_places=draw(st.booleans()))


@st.composite
def rising(draw: st.DrawFn) -> Cancellation:
    """Tiers that never ask for less as the event comes nearer."""
    rules = draw(cancellations())
    percents = sorted(
        draw(st.lists(st.integers(1, 100), min_size=len(rules.tiers), max_size=len(rules.tiers)))
    )
    tiers = tuple(
        Tier(from_=tier.from_, charge=Charge(kind=ChargeKind.PERCENT, percent=percent))
        for tier, percent in zip(rules.tiers, percents, strict=True)
    )
    return Cancellation(notice=rules.notice, tiers=tiers)


# One row for each of some categories, so that no row hides another.
prices = st.builds(
    lambda sums, area, default: Price(
        rows=tuple(PriceRow(categories=(c,), area=area, pence=p) for c, p in sums.items()),
        default=default,
    ),
    st.dictionaries(categories, st.integers(0, 20_000), max_size=4),
    st.sampled_from(Area),
    st.integers(0, 20_000),
)

policies = st.builds(
    Policy,
    name=st.just("A board"),
    nation=st.sampled_from(Nation),
    durations=st.just(DURATIONS),
    price=prices,
    cancellation=cancellations(),
    no_show=st.builds(
        NoShow,
        charge=st.none() | charges,
        missed_session=st.sampled_from(MissedSession),
    ),
)

starts = st.builds(
    lambda day, minutes: dt.datetime.combine(
        day, dt.time(minutes // 60, minutes % 60), tzinfo=LONDON
    ),
    st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31)),
    st.integers(0, 24 * 60 - 1),
)
events = st.builds(
    lambda start, minutes, days: Event(
        sessions=tuple(
            Session(starts=start + dt.timedelta(days=day), minutes=minutes) for day in range(days)
        )
    ),
    starts,
    st.integers(30, 480),
    st.integers(1, 3),
)
people = st.builds(Person, category=categories, in_area=st.booleans())
cases = st.builds(Case, event=events, person=people)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=4)
)
known_names = st.sampled_from(
    sorted({name for path, _ in every_key(Policy) for name in path.replace("[]", "").split(".")})
)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(known_names | st.text(max_size=8) | st.integers(), inner, max_size=6)
    ),
    max_leaves=30,
)
