"""A small model of booking in plain Python, written from the words of the rules: it calls nothing of the product.

`World` holds what people see: who has what at which event, and in which order. Its verbs return what they
made, or None where the rules say no and nothing changes. `tests/bookings/test_state_machine.py` does the same
in the product and compares.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HELD = ("offered", "awaiting", "booked")
LIVE = ("applied", "waiting", *HELD)
LIST_STOPS = dt.timedelta(hours=24)
OFFER_LIVES = dt.timedelta(hours=24)
UNDO_FOR = dt.timedelta(minutes=15)
MANAGER_DAYS, ASK_DAYS, RELEASE_DAYS, NAMED_DAYS = 5, 10, 3, 3


@dataclass(frozen=True)
class Rules:
    """One version of a board's policy, as far as the model knows policies."""

    price: int = 0
    price_private: int = 0
    free_days: int | None = None
    late_percent: int | None = None
    late_flat: int = 0
    passing_on: int = 0
    cap: int | None = None
    offers: bool = False
    manager: bool = False
    asks: bool = False
    applies: bool = False
    starts_on: dt.date = dt.date.min

    def price_for(self, agency: str) -> int:
        return self.price_private if agency == "private" else self.price

    def cancelling_costs(self, price: int, starts_at: dt.datetime, at: dt.datetime) -> int:
        if self.free_days is None or at <= end_of_day(starts_at, self.free_days):
            return 0
        if self.late_percent is not None:
            return int(price * self.late_percent / 100 + 0.5)
        return self.late_flat


def end_of_day(starts_at: dt.datetime, days_before: int) -> dt.datetime:
    """The midnight that ends the day so many days before."""
    day = starts_at.astimezone(LONDON).date() - dt.timedelta(days=days_before - 1)
    return dt.datetime.combine(day, dt.time(), LONDON)


def days_after(moment: dt.datetime, days: int) -> dt.datetime:
    """The same time of day so many days later, whatever the clocks did."""
    local = moment.astimezone(LONDON)
    return dt.datetime.combine(local.date() + dt.timedelta(days=days), local.time(), LONDON)


@dataclass(eq=False)
class Seat:
    """Somebody's booking. `key` is that of the product's row, once it is known."""

    person: int
    agency: str
    event: "Happening"
    rules: Rules
    state: str
    made_at: dt.datetime
    key: int = 0
    offer_until: dt.datetime | None = None
    answer_by: dt.datetime | None = None
    asked: bool = False
    confirmed: bool = False
    confirm_by: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    ended_by: str = ""
    before_event_was_cancelled: str = ""
    waived: set[str] = field(default_factory=set)

    @property
    def price(self) -> int:
        return self.rules.price_for(self.agency)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def due(self) -> dict[str, int]:
        """What the rules it was made under say of the state it is in, in pence by kind of charge."""
        due = {}
        if self.state == "booked":
            due = {"place": self.price}
        elif self.state == "substituted":
            due = {"substitution": self.rules.passing_on}
        elif self.ended_by == "delegate" and self.ended_at:
            starts_at = self.event.starts_at
            late = self.rules.cancelling_costs(self.price, starts_at, self.ended_at)
            due = {"late_cancellation": late}
        return {kind: pence for kind, pence in due.items() if pence}

    def owed(self) -> dict[str, int]:
        return {kind: pence for kind, pence in self.due().items() if kind not in self.waived}


@dataclass(eq=False)
class Nameless:
    agency: str
    name_by: dt.datetime
    key: int = 0
    is_open: bool = True
    ended_with_event: bool = False


@dataclass(eq=False)
class Happening:
    """An event: who has or had a place, in order."""

    starts_at: dt.datetime
    capacity: int
    seats: list[Seat] = field(default_factory=list)
    nameless: list[Nameless] = field(default_factory=list)
    cancelled_at: dt.datetime | None = None

    def of(self, *states: str) -> list[Seat]:
        return [each for each in self.seats if each.state in states]

    @property
    def reserved(self) -> list[Nameless]:
        return [each for each in self.nameless if each.is_open]

    @property
    def taken(self) -> int:
        return len(self.of(*HELD)) + len(self.reserved)

    @property
    def free(self) -> int:
        return self.capacity - self.taken

    def has_cap_against(self, rules: Rules, agency: str, places: int = 1) -> bool:
        if rules.cap is None:
            return False
        own = [each for each in (*self.of(*HELD), *self.reserved) if each.agency == agency]
        return len(own) + places > rules.cap

    def has_live(self, person: int) -> bool:
        return any(each.person == person and each.is_live for each in self.seats)


class World:
    """One board with its events and the versions of its rules."""

    def __init__(self, now: dt.datetime, events: Sequence[Happening], rules: Rules) -> None:
        self.now, self.events, self.versions = now, list(events), [rules]

    @property
    def rules(self) -> Rules:
        """Of the versions that have begun, that which begins last; of those from one day, the newest."""
        today = self.now.astimezone(LONDON).date()
        begun = [each for each in self.versions if each.starts_on <= today]
        return max(enumerate(begun), key=lambda each: (each[1].starts_on, each[0]))[1]

    def seats(self) -> list[Seat]:
        return [seat for event in self.events for seat in event.seats]

    def is_open(self, event: Happening) -> bool:
        return event.cancelled_at is None and self.now < event.starts_at

    def list_has_stopped(self, event: Happening) -> bool:
        return event.cancelled_at is not None or self.now > event.starts_at - LIST_STOPS

    # Places given out

    def serve(self, event: Happening) -> None:
        """Free places go to those who wait, first come first served, leaving out whom a cap keeps out."""
        if self.list_has_stopped(event):
            return
        for seat in self.queue(event):
            if event.free > 0 and not event.has_cap_against(seat.rules, seat.agency):
                self.give(seat)

    def queue(self, event: Happening) -> list[Seat]:
        return sorted(event.of("waiting"), key=lambda seat: (seat.made_at, seat.key))

    def due_a_place(self, event: Happening) -> list[Seat]:
        """Who waits beside a free place that the rules would give them: nobody, at any time."""
        if event.free <= 0 or self.list_has_stopped(event):
            return []
        return [s for s in self.queue(event) if not event.has_cap_against(s.rules, s.agency)]

    def give(self, seat: Seat) -> None:
        if seat.rules.offers and seat.state == "waiting":
            seat.state = "offered"
            seat.offer_until = min(self.now + OFFER_LIVES, seat.event.starts_at)
        elif seat.rules.manager:
            seat.state = "awaiting"
            seat.answer_by = min(days_after(self.now, MANAGER_DAYS), seat.event.starts_at)
        else:
            seat.state = "booked"

    def book(
        self, event: Happening, people: Sequence[tuple[int, str]], *, or_wait: bool
    ) -> list[Seat] | None:
        """All of them, or nobody."""
        if not self.is_open(event) or any(event.has_live(person) for person, _ in people):
            return None
        made = [
            Seat(person, agency, event, self.rules, "waiting", self.now)
            for person, agency in people
        ]
        for seat in made:
            seat.state = "asking"
            event.seats.append(seat)
        for seat in made:
            self._place(seat)
        if not or_wait and any(seat.state == "waiting" for seat in made):
            event.seats = [each for each in event.seats if each not in made]
            return None
        return made

    def _place(self, seat: Seat) -> None:
        if seat.rules.applies:
            seat.state = "applied"
        elif seat.event.free > 0 and not seat.event.has_cap_against(seat.rules, seat.agency):
            self.give(seat)
        else:
            seat.state = "waiting"

    def applicants(self, event: Happening) -> list[Seat]:
        return sorted(event.of("applied"), key=lambda seat: (seat.made_at, seat.key))

    def allocate(self, event: Happening, decisions: Sequence[str]) -> bool:
        """Staff decide on each who applied, in order: a place, the waiting list, or neither."""
        applicants = self.applicants(event)
        too_many = decisions.count("place") > event.free
        if not applicants or too_many or not self.is_open(event):
            return False
        for seat, decision in zip(applicants, decisions, strict=True):
            if decision == "place":
                self.give(seat)
            else:
                seat.state = "waiting" if decision == "wait" else "refused"
        return True

    # Answers

    def accept(self, seat: Seat) -> list[Seat] | None:
        if seat.state != "offered" or not seat.offer_until or self.now >= seat.offer_until:
            return None
        self.give(seat)
        return [seat]

    def answer(self, seat: Seat, *, agrees: bool) -> list[Seat] | None:
        if seat.state != "awaiting":
            return None
        seat.state = "booked" if agrees else "refused"
        self.serve(seat.event)
        return [seat]

    def confirm(self, seat: Seat) -> list[Seat] | None:
        if seat.state != "booked":
            return None
        seat.confirmed = True
        return [seat]

    # Places given back and passed on

    def cancel(self, seat: Seat, *, by: str) -> list[Seat] | None:
        if seat.state == "cancelled":
            return [seat]
        if seat.state != "booked" or not self.is_open(seat.event):
            return None
        self._end(seat, "cancelled", by)
        self.serve(seat.event)
        return [seat]

    def _end(self, seat: Seat, state: str, by: str) -> None:
        seat.state, seat.ended_at, seat.ended_by = state, self.now, by

    def withdraw(self, seat: Seat) -> list[Seat] | None:
        if seat.state not in (*LIVE, "withdrawn") or seat.state == "booked":
            return None
        seat.state = "withdrawn"
        self.serve(seat.event)
        return [seat]

    def substitute(self, seat: Seat, colleague: int) -> list[Seat] | None:
        """The colleague works where the person does; the place is at no moment free."""
        event = seat.event
        if seat.state != "booked" or not self.is_open(event) or event.has_live(colleague):
            return None
        self._end(seat, "substituted", "agency")
        return [self._take_over(event, colleague, seat.agency)]

    def _take_over(self, event: Happening, person: int, agency: str) -> Seat:
        new = Seat(person, agency, event, self.rules, "asking", self.now)
        event.seats.append(new)
        self.give(new)
        return new

    def transfer(self, seat: Seat, to: Happening, *, or_wait: bool) -> list[Seat] | None:
        """Nobody gives a place up for an application, unless they say that they would wait."""
        had_place = seat.state == "booked"
        if had_place and not self.is_open(seat.event):
            return None
        if seat.state not in ("booked", "waiting", "applied") or to is seat.event:
            return None
        if had_place and self.rules.applies and not or_wait:
            return None
        made = self.book(to, [(seat.person, seat.agency)], or_wait=or_wait)
        if made is None:
            return None
        if had_place:
            self._end(seat, "transferred", "delegate")
        seat.state = "transferred"
        self.serve(seat.event)
        return made

    # Places without a name

    def reserve(self, event: Happening, agency: str, places: int) -> list[Nameless] | None:
        name_by = end_of_day(event.starts_at, NAMED_DAYS)
        if not self.is_open(event) or name_by <= self.now or event.free < places:
            return None
        if event.has_cap_against(self.rules, agency, places):
            return None
        made = [Nameless(agency, name_by) for _ in range(places)]
        event.nameless += made
        return made

    def name(self, event: Happening, place: Nameless, person: int) -> list[Seat] | None:
        if not place.is_open or not self.is_open(event) or event.has_live(person):
            return None
        place.is_open = False
        return [self._take_over(event, person, place.agency)]

    def release(self, event: Happening, place: Nameless) -> None:
        place.is_open = False
        self.serve(event)

    # What the board does

    def set_capacity(self, event: Happening, places: int) -> bool:
        if event.cancelled_at is not None or places < event.taken:
            return False
        raised, event.capacity = places > event.capacity, places
        if raised:
            self.serve(event)
        return True

    def cancel_event(self, event: Happening) -> None:
        event.cancelled_at = self.now
        for seat in event.seats:
            seat.before_event_was_cancelled = seat.state if seat.is_live else ""
            if seat.state == "booked":
                self._end(seat, "cancelled", "board")
            elif seat.is_live:
                seat.state = "withdrawn"
        for place in event.reserved:
            place.is_open, place.ended_with_event = False, True

    def restore_event(self, event: Happening) -> bool:
        """Everybody has again what they had; who had been offered a place waits, in their old order."""
        if event.cancelled_at is None or self.now > event.cancelled_at + UNDO_FOR:
            return False
        event.cancelled_at = None
        for seat in event.seats:
            was, seat.before_event_was_cancelled = seat.before_event_was_cancelled, ""
            if was:
                seat.state = "waiting" if was == "offered" else was
                seat.ended_at, seat.ended_by = None, ""
        for place in event.nameless:
            place.is_open = place.is_open or place.ended_with_event
            place.ended_with_event = False
        self.serve(event)
        return True

    # Time

    def pass_time(self, by: dt.timedelta) -> None:
        """Chores, in the order the product does them: places are freed before they are given out."""
        self.now += by
        self._lapse("offered", lambda seat: seat.offer_until)
        self._lapse("awaiting", lambda seat: seat.answer_by)
        for event in self.events:
            for place in event.reserved:
                if place.name_by <= self.now:
                    self.release(event, place)
        for seat in self._rows():
            late = seat.confirm_by is not None and seat.confirm_by <= self.now
            if late and seat.state == "booked" and not seat.confirmed and self.is_open(seat.event):
                self._end(seat, "cancelled", "unconfirmed")
                self.serve(seat.event)
        for event in self.events:
            self.serve(event)
        self._ask_who_comes()

    def _rows(self) -> list[Seat]:
        return sorted(self.seats(), key=lambda seat: seat.key)

    def _lapse(self, state: str, until: Callable[[Seat], dt.datetime | None]) -> None:
        over = [s for s in self._rows() if s.state == state and (until(s) or self.now) <= self.now]
        for seat in over:
            seat.state = "lapsed"
            self.serve(seat.event)

    def _ask_who_comes(self) -> None:
        for seat in self.seats():
            moment = end_of_day(seat.event.starts_at, ASK_DAYS)
            is_due = seat.made_at < moment <= self.now and self.is_open(seat.event)
            if seat.state == "booked" and seat.rules.asks and is_due and not seat.asked:
                by = days_after(self.now, RELEASE_DAYS)
                seat.asked, seat.confirm_by = True, by if by < seat.event.starts_at else None


def keyed(seats: Iterable[Seat], keys: Iterable[int]) -> None:
    """Notes which row of the product each of `seats` is."""
    for seat, key in zip(seats, keys, strict=True):
        seat.key = key
