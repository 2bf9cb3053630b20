"""Any order of everything that can happen to bookings, in the product and in a small model of it: both agree.

`pytest tests/bookings/test_state_machine.py --hypothesis-profile=long` plays for a quarter of an hour or more.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
import time_machine
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bookings import actions, chores
from bookings.actions import PlaceFor, Request
from bookings.allocation import Decision, Override
from bookings.candidates import Seen, situation_of
from bookings.choices import Answer, CancelledBy, ChargeState
from bookings.invariants import check_all
from bookings.models import Booking, Charge, PolicyVersion, ReservedPlace
from bookings.policy.documents import load_policy
from bookings.rules import Refused, RefusedInGroup
from courses.actions import cancel_event, undo_cancellation, update_event
from courses.choices import WhyCancelled
from courses.models import Event
from courses.rules import EventRefused
from notices import invariants as notices_invariants
from people.models import Agency, Board, Person
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    PolicyVersionFactory,
)

from .model import LIVE, Happening, Nameless, Rules, Seat, World, keyed

NOW = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)
STARTS = (
    dt.datetime(2027, 4, 1, 8, 30, tzinfo=dt.UTC),
    dt.datetime(2027, 4, 8, 8, 30, tzinfo=dt.UTC),
)
CAPACITY = 2
PEOPLE = 7
MOST_VERSIONS = 4
STEP = dt.timedelta(seconds=1)
"""So long after the one before something happens: nothing happens at the very same moment."""

ABOUT_MAIL = {each.__name__ for each in notices_invariants.INVARIANTS}
"""No mail leaves while a play runs."""

RULES = st.builds(
    Rules,
    price=st.sampled_from([0, 7500]),
    price_private=st.sampled_from([0, 9005]),
    free_days=st.sampled_from([None, 0, 5, 14]),
    late_percent=st.sampled_from([None, 50, 100]),
    late_flat=st.sampled_from([0, 2500]),
    passing_on=st.sampled_from([0, 500]),
    cap=st.sampled_from([None, None, 1, 2]),
    offers=st.booleans(),
    manager=st.sampled_from([False, False, True]),
    asks=st.booleans(),
    applies=st.sampled_from([False, False, False, True]),
)
PICK = st.integers(0, 99)


def sections(rules: Rules) -> dict:
    """The same rules as sections of a policy document."""
    days = {"unit": "calendar_days"}
    charge = {"kind": "flat", "tariff": {"pence": rules.late_flat}}
    if rules.late_percent is not None:
        charge = {"kind": "percentage", "percent": rules.late_percent}
    cancellation = {
        "free_until": {"number": rules.free_days, **days},
        "tiers": [{"charge": charge}],
    }
    private = {"categories": ["private"], "tariff": {"pence": rules.price_private}}
    return {
        "prices": {"rows": [private], "otherwise": {"pence": rules.price}},
        "cancellation": cancellation if rules.free_days is not None else {},
        "substitution": {"pence": rules.passing_on},
        "mix": [{"kind": "cap", "by": "agency", "places": rules.cap}] if rules.cap else [],
        "waiting_list": {"placing": "offer" if rules.offers else "at_once", "offer_hours": 24},
        "approval": (
            {"kind": "recorded", "times_out_after": {"number": 5, **days}} if rules.manager else {}
        ),
        "confirmation": (
            {"ask": {"number": 10, **days}, "release_after": {"number": 3, **days}}
            if rules.asks
            else {}
        ),
        "channel": {"kind": "apply"} if rules.applies else {},
        "groups": {"nameless": True, "named_by": {"number": 3, **days}},
    }


class Cast:
    """Who and what there is before each play: made once, brought back by a savepoint."""

    def __init__(self) -> None:
        self.board: Board = BoardFactory()
        self.agencies: dict[str, Agency] = {
            name: AgencyFactory(name=name, contributor_category=name, boards=[self.board])
            for name in ("partner", "private")
        }
        jobs = [
            EmploymentFactory(
                agency=self.agencies["private" if n % 3 == 2 else "partner"],
                manager_email="boss@agency.example",
            )
            for n in range(PEOPLE)
        ]
        self.people: list[Person] = [job.person for job in jobs]
        self.works_for: list[str] = [job.agency.name for job in jobs]
        course = CourseFactory(board=self.board)
        self.events: list[Event] = [
            EventFactory(course=course, starts_at=at, capacity=CAPACITY) for at in STARTS
        ]


class Play(RuleBasedStateMachine):
    """One play: each rule does the same in the product and in the model."""

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        self.cast = cast
        self.play = transaction.atomic()
        self.play.__enter__()
        events = [Happening(at, CAPACITY) for at in STARTS]
        self.world = World(NOW, events, Rules())
        PolicyVersionFactory(board=cast.board, sections=sections(Rules()))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.play.__exit__(None, None, None)

    # What the rules choose from, and how both sides do it

    def event(self, number: int) -> Happening:
        return self.world.events[number % len(self.world.events)]

    def event_id(self, event: Happening) -> int:
        return self.cast.events[self.world.events.index(event)].pk

    def seat(self, pick: int, *states: str) -> Seat:
        found = [each for each in self.world.seats() if each.state in states]
        return found[pick % len(found)]

    def has(self, *states: str) -> bool:
        return any(each.state in states for each in self.world.seats())

    def colleague_of(self, agency: str, pick: int) -> int:
        found = [n for n in range(PEOPLE) if self.cast.works_for[n] == agency]
        return found[pick % len(found)]

    def do(self, act: Callable[[], object]) -> object | None:
        """What the product makes of it; None if it says no."""
        with time_machine.travel(self.world.now, tick=False):
            try:
                return act()
            except (Refused, RefusedInGroup, EventRefused):
                return None
            finally:
                self.world.now += STEP

    def same(self, expected: Sequence[Seat] | None, found: object | None) -> None:
        """Both said no, or both made the same bookings."""
        assert (expected is None) == (found is None), f"model {expected}, product {found}"
        if expected is not None:
            rows = found if isinstance(found, list) else [found]
            keyed(expected, [row.pk for row in rows])

    @initialize(rules=RULES, days=st.sampled_from([0, 0, 14, 20, 21, 26]))
    def opens(self, rules: Rules, days: int) -> None:
        """The first event is full and people wait, under rules that are not the plainest, soon or long before."""
        self.publish(rules=rules, days=0)
        for number in range(CAPACITY + 3):
            self.book(event=0, first=number, many=1, or_wait=True)
        if days:
            self.time_passes(by=dt.timedelta(days=days))

    # Booking

    @rule(event=PICK, first=PICK, many=st.sampled_from([1, 1, 1, 2, 3]), or_wait=st.booleans())
    def book(self, event: int, first: int, many: int, or_wait: bool) -> None:
        happening, cast = self.event(event), self.cast
        chosen = [(first + n) % PEOPLE for n in range(many)]
        wanted = [PlaceFor(cast.people[n], cast.agencies[cast.works_for[n]]) for n in chosen]
        request = Request(
            actor=None,
            at=self.world.now,
            key=uuid.uuid4(),
            group=uuid.uuid4() if many > 1 else None,
            or_wait=or_wait,
        )
        event_id = self.event_id(happening)
        made = self.world.book(happening, [(n, cast.works_for[n]) for n in chosen], or_wait=or_wait)
        found = self.do(lambda: actions.book_places(event_id, wanted, request))
        self.same(made, found)
        if found is not None:
            assert found == self.do(lambda: actions.book_places(event_id, wanted, request))

    @precondition(lambda self: self.has("applied"))
    @rule(
        event=PICK,
        wishes=st.lists(st.sampled_from(["place", "place", "wait", "none"]), min_size=PEOPLE),
    )
    def allocate(self, event: int, wishes: list[str]) -> None:
        """Staff decide for themselves; nobody is put on the list beside a place that is left."""
        happening, at = self.event(event), self.world.now
        event_id, applicants = self.event_id(happening), self.world.applicants(happening)
        decisions = wishes[: len(applicants)]
        if decisions.count("place") < happening.free:
            decisions = ["none" if each == "wait" else each for each in decisions]
        mine = {
            seat.key: Override(Decision(decision), "The officer's own")
            for seat, decision in zip(applicants, decisions, strict=True)
        }
        situation = situation_of(Event.objects.get(pk=event_id), at)
        seen = Seen.of(situation.allocate(mine))
        done = self.do(
            lambda: actions.allocate(event_id, seen=seen, overrides=mine, actor=None, at=at)
        )
        assert self.world.allocate(happening, decisions) == (done is not None)

    @precondition(lambda self: self.has("offered"))
    @rule(pick=PICK)
    def accept(self, pick: int) -> None:
        seat, at = self.seat(pick, "offered"), self.world.now
        self.same(
            self.world.accept(seat),
            self.do(lambda: actions.accept_offer(seat.key, actor=None, at=at)),
        )

    @precondition(lambda self: self.has("awaiting"))
    @rule(pick=PICK, agrees=st.booleans())
    def manager_answers(self, pick: int, agrees: bool) -> None:
        seat, at = self.seat(pick, "awaiting"), self.world.now
        answer = Answer.APPROVED if agrees else Answer.REFUSED
        self.same(
            self.world.answer(seat, agrees=agrees),
            self.do(lambda: actions.answer_approval(seat.key, answer, answered_by="boss", at=at)),
        )

    @precondition(lambda self: self.has("booked"))
    @rule(pick=PICK)
    def says_they_come(self, pick: int) -> None:
        seat, at = self.seat(pick, "booked"), self.world.now
        self.same(
            self.world.confirm(seat),
            self.do(lambda: actions.confirm_coming(seat.key, actor=None, at=at)),
        )

    # Giving back and passing on

    @precondition(lambda self: self.has("booked", "cancelled"))
    @rule(pick=PICK, by=st.sampled_from(["delegate", "delegate", "board"]))
    def cancel(self, pick: int, by: str) -> None:
        seat, at = self.seat(pick, "booked", "cancelled"), self.world.now
        by_whom = CancelledBy(by)
        self.same(
            self.world.cancel(seat, by=by),
            self.do(
                lambda: actions.cancel_booking(seat.key, actor=None, cancelled_by=by_whom, at=at)
            ),
        )

    @precondition(lambda self: self.has(*LIVE, "withdrawn"))
    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        seat, at = self.seat(pick, *LIVE, "withdrawn"), self.world.now
        self.same(
            self.world.withdraw(seat),
            self.do(lambda: actions.withdraw(seat.key, actor=None, at=at)),
        )

    @precondition(lambda self: self.has("booked"))
    @rule(pick=PICK, who=PICK)
    def substitute(self, pick: int, who: int) -> None:
        seat, at, cast = self.seat(pick, "booked"), self.world.now, self.cast
        number = self.colleague_of(seat.agency, who)
        agency = cast.agencies[seat.agency]
        self.same(
            self.world.substitute(seat, number),
            self.do(
                lambda: actions.substitute(
                    seat.key, cast.people[number], agency=agency, actor=None, at=at
                )
            ),
        )

    @precondition(lambda self: self.has(*LIVE))
    @rule(pick=PICK, or_wait=st.booleans())
    def transfer(self, pick: int, or_wait: bool) -> None:
        seat, at = self.seat(pick, *LIVE), self.world.now
        to = next(each for each in self.world.events if each is not seat.event)
        to_id = self.event_id(to)
        self.same(
            self.world.transfer(seat, to, or_wait=or_wait),
            self.do(
                lambda: actions.transfer(
                    seat.key,
                    to_id,
                    actor=None,
                    moved_by=CancelledBy.DELEGATE,
                    or_wait=or_wait,
                    at=at,
                )
            ),
        )

    @precondition(lambda self: any(seat.owed() for seat in self.world.seats()))
    @rule(pick=PICK)
    def waive(self, pick: int) -> None:
        owing = [each for each in self.world.seats() if each.owed()]
        seat, at = owing[pick % len(owing)], self.world.now
        kind = next(iter(seat.owed()))
        charge = Charge.objects.get(booking=seat.key, kind=kind, state=ChargeState.OWED)
        seat.waived.add(kind)
        assert self.do(lambda: actions.waive_charge(charge.pk, actor=None, reason="Sick", at=at))

    # Places without a name

    @rule(event=PICK, agency=st.sampled_from(["partner", "private"]), places=st.integers(1, 2))
    def reserve(self, event: int, agency: str, places: int) -> None:
        happening, at = self.event(event), self.world.now
        made = self.world.reserve(happening, agency, places)
        event_id, row = self.event_id(happening), self.cast.agencies[agency]
        found = self.do(lambda: actions.reserve_places(event_id, row, places, actor=None, at=at))
        assert (made is None) == (found is None)
        for place, kept in zip(made or [], found or [], strict=True):
            place.key = kept.pk

    def places(self) -> list[tuple[Happening, Nameless]]:
        return [(event, place) for event in self.world.events for place in event.nameless]

    @precondition(lambda self: self.places())
    @rule(pick=PICK, who=PICK)
    def name(self, pick: int, who: int) -> None:
        event, place = self.places()[pick % len(self.places())]
        number, at = self.colleague_of(place.agency, who), self.world.now
        person = self.cast.people[number]
        if ReservedPlace.objects.filter(pk=place.key, booking__person=person).exists():
            return
        self.same(
            self.world.name(event, place, number),
            self.do(lambda: actions.name_place(place.key, person, actor=None, at=at)),
        )

    @precondition(lambda self: any(place.is_open for _, place in self.places()))
    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        found = [each for each in self.places() if each[1].is_open]
        event, place = found[pick % len(found)]
        at = self.world.now
        self.world.release(event, place)
        self.do(lambda: actions.release_place(place.key, actor=None, at=at))

    # What the board does

    @rule(event=PICK, places=st.integers(1, 4))
    def set_capacity(self, event: int, places: int) -> None:
        happening, at = self.event(event), self.world.now
        event_id = self.event_id(happening)
        done = self.do(
            lambda: update_event(event_id, fields={"capacity": places}, actor=None, at=at)
        )
        assert self.world.set_capacity(happening, places) == (done is not None)

    @precondition(lambda self: len(self.world.versions) < MOST_VERSIONS)
    @rule(rules=RULES, days=st.sampled_from([0, 0, 0, 7]))
    def publish(self, rules: Rules, days: int) -> None:
        starts_on = self.world.now.date() + dt.timedelta(days=days)
        document = {"schema": 1, "name": "A board", **sections(rules)}
        self.world.versions.append(Rules(**{**vars(rules), "starts_on": starts_on}))
        assert self.do(
            lambda: actions.publish_policy(
                self.cast.board,
                load_policy(document),
                starts_on=starts_on,
                actor=None,
                at=self.world.now,
            )
        )

    @precondition(lambda self: all(map(self.world.is_open, self.world.events)))
    @rule(pick=PICK)
    def cancel_event(self, pick: int) -> None:
        running = [each for each in self.world.events if self.world.is_open(each)]
        event, at = running[pick % len(running)], self.world.now
        event_id = self.event_id(event)
        self.world.cancel_event(event)
        assert self.do(
            lambda: cancel_event(event_id, because=WhyCancelled.CHANGE_OF_PLAN, actor=None, at=at)
        )

    @precondition(lambda self: any(event.cancelled_at for event in self.world.events))
    @rule(event=PICK)
    def undo(self, event: int) -> None:
        happening, at = self.event(event), self.world.now
        event_id = self.event_id(happening)
        done = self.do(lambda: undo_cancellation(event_id, actor=None, at=at))
        assert self.world.restore_event(happening) == (done is not None)

    # Time

    @rule(
        by=st.one_of(
            st.sampled_from([dt.timedelta(minutes=10), dt.timedelta(hours=25)]),
            st.integers(1, 9).map(lambda days: dt.timedelta(days=days)),
        )
    )
    def time_passes(self, by: dt.timedelta) -> None:
        self.world.pass_time(by)
        self.do(lambda: chores.run(self.world.now))

    # What holds after each step

    @invariant()
    def product_is_as_the_model(self) -> None:
        found = dict(Booking.objects.order_by("pk").values_list("pk", "state"))
        assert found == {seat.key: seat.state for seat in self.world.seats()}
        nameless = ReservedPlace.objects.filter(closed_at=None).values_list("pk", flat=True)
        assert set(nameless) == {p.key for _, p in self.places() if p.is_open}

    @invariant()
    def places_are_counted_and_never_exceeded(self) -> None:
        for event in self.world.events:
            row = Event.objects.get(pk=self.event_id(event))
            assert row.places_taken == event.taken <= row.capacity == event.capacity

    @invariant()
    def nobody_is_live_twice_for_one_event(self) -> None:
        live = Booking.objects.live().values_list("person_id", "event_id")
        assert max(Counter(live).values(), default=0) <= 1

    @invariant()
    def what_is_owed_is_what_the_version_of_the_day_of_booking_says(self) -> None:
        owed: dict[int, dict[str, int]] = {}
        for charge in Charge.objects.filter(state=ChargeState.OWED):
            owed.setdefault(charge.booking_id, {})[charge.kind] = charge.amount_pence
        assert owed == {seat.key: seat.owed() for seat in self.world.seats() if seat.owed()}

    @invariant()
    def nobody_whom_the_rules_let_in_waits_beside_a_free_place(self) -> None:
        assert not any(map(self.world.due_a_place, self.world.events))

    @invariant()
    def database_keeps_every_promise(self) -> None:
        found = check_all(self.world.now)
        assert [each for each in found if each.invariant not in ABOUT_MAIL] == []


SHORT = settings(max_examples=8, stateful_step_count=20, deadline=None, derandomize=True)
"""The same plays each time; it is the long profile that looks for new ones."""


@pytest.mark.once
@pytest.mark.django_db
def test_product_and_model_agree_whatever_happens_in_whatever_order():
    cast = Cast()
    is_long = settings.get_current_profile_name() == "long"

    run_state_machine_as_test(
        lambda: Play(cast), settings=settings.get_profile("long") if is_long else SHORT
    )

    assert not PolicyVersion.objects.exists()
