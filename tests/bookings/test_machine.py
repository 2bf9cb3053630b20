"""The one machine: every arrow fires in the product, nothing moves outside it, and its page is what it says."""

import ast
import datetime as dt
import io
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from bookings import actions, machine
from bookings.allocation import Decision, Override
from bookings.candidates import Seen, situation_of
from bookings.choices import Answer, BookingState, CancelledBy
from bookings.diagram import page
from bookings.history.actions import apply_history
from bookings.history.options import Options
from bookings.history.plan import plan_file
from bookings.history.review import Decisions
from bookings.management.commands import booking_states
from bookings.models import Booking
from courses.actions import cancel_event, undo_cancellation
from courses.choices import WhyCancelled
from people.models import AuditEntry
from tests.factories import AgencyFactory, BookingFactory, EventFactory

from .scenes import APPLY, CONFIRM, NOW, OFFERS, RECORDED, START, book, policy, somebody

ABOVE = ("bookings", "evaluations", "reports", "cms", "config")
"""The apps that know bookings. `actions/moving.py` alone may write the state of one."""
WRITER = "bookings/actions/moving.py"
NOT_BOOKINGS = ("charge", "slot")
"""What else has a state: charges, and the texts of an annual report."""


@pytest.fixture
def event(db):
    return EventFactory(starts_at=START, capacity=1)


@pytest.fixture
def other(event):
    return EventFactory(course=event.course, starts_at=START + dt.timedelta(days=14))


def cancel(booking, at=NOW):
    return actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=at)


def waiting(event):
    """Somebody who waits, and the place they wait for."""
    holder = BookingFactory(event=event, made_at=NOW)
    return book(event, or_wait=True), holder


def placed(event):
    booking, holder = waiting(event)
    cancel(holder)
    return booking


def offered(event, *sections):
    policy(event, OFFERS, *sections)
    return placed(event)


def awaiting(event):
    policy(event, RECORDED)
    return book(event)


def applied(event):
    policy(event, APPLY)
    return book(event)


def allocated(event, decision, *sections):
    policy(event, APPLY, *sections)
    booking = book(event)
    mine = {booking.pk: Override(decision, "The officer's own")}
    seen = Seen.of(situation_of(event, NOW).allocate(mine))
    actions.allocate(event.pk, seen=seen, overrides=mine, actor=None, at=NOW)
    return booking


def answered(booking, answer):
    return actions.answer_approval(booking.pk, answer, answered_by="boss", at=NOW)


def moved(booking, other):
    delegate = CancelledBy.DELEGATE
    actions.transfer(booking.pk, other.pk, actor=None, moved_by=delegate, at=NOW)
    return booking


def withdrawn(booking):
    return actions.withdraw(booking.pk, actor=None, at=NOW)


def restored(event, booking):
    cancel_event(event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None, at=NOW)
    undo_cancellation(event.pk, actor=None, at=NOW + dt.timedelta(minutes=5))
    return booking


def made_booked(event, other):
    return book(event)


def made_awaiting(event, other):
    return awaiting(event)


def made_waiting(event, other):
    return waiting(event)[0]


def made_applied(event, other):
    return applied(event)


def loaded(event, standing):
    """A row of an old list, for yesterday: history is what has been."""
    day = timezone.localdate() - dt.timedelta(days=1)
    people = f"course,date,name,agency,attendance\nNeglect,{day},Jo Field,Hospital,{standing}\n"
    AgencyFactory(name="Hospital", boards=[event.board])
    file = io.BytesIO(people.encode())
    plan = plan_file(file, event.board, Options(), Decisions(), file_name="old.csv")
    apply_history(plan, actor=None)
    return Booking.objects.get()


def loaded_none_booked(event, other):
    return loaded(event, "attended")


def loaded_none_cancelled(event, other):
    return loaded(event, "cancelled")


def walked_in_none_booked(event, other):
    job = somebody(event)
    return actions.add_walk_in(event.pk, job.person, agency=job.agency, actor=None, at=START)


def placed_waiting_booked(event, other):
    return placed(event)


def placed_waiting_awaiting(event, other):
    policy(event, RECORDED)
    return placed(event)


def offered_waiting_offered(event, other):
    return offered(event)


def placed_applied_booked(event, other):
    return allocated(event, Decision.PLACE)


def placed_applied_awaiting(event, other):
    return allocated(event, Decision.PLACE, RECORDED)


def put_on_the_list_applied_waiting(event, other):
    return allocated(event, Decision.WAIT)


def not_allocated_applied_refused(event, other):
    return allocated(event, Decision.NONE)


def accepted_offered_booked(event, other):
    return actions.accept_offer(offered(event).pk, actor=None, at=NOW)


def accepted_offered_awaiting(event, other):
    return actions.accept_offer(offered(event, RECORDED).pk, actor=None, at=NOW)


def lapsed_offered_lapsed(event, other):
    booking = offered(event)
    actions.expire_offers(NOW + dt.timedelta(hours=24))
    return booking


def approved_awaiting_booked(event, other):
    return answered(awaiting(event), Answer.APPROVED)


def not_approved_awaiting_refused(event, other):
    return answered(awaiting(event), Answer.REFUSED)


def lapsed_awaiting_lapsed(event, other):
    booking = awaiting(event)
    actions.time_out_approvals(NOW + dt.timedelta(days=5))
    return booking


def cancelled_booked_cancelled(event, other):
    return cancel(book(event))


def released_booked_cancelled(event, other):
    policy(event, CONFIRM)
    booking = book(event)
    asked = START - dt.timedelta(days=8)
    actions.ask_who_comes(asked)
    actions.release_unconfirmed(asked + dt.timedelta(days=3))
    return booking


def withdrawn_applied_withdrawn(event, other):
    return withdrawn(applied(event))


def withdrawn_waiting_withdrawn(event, other):
    return withdrawn(waiting(event)[0])


def withdrawn_offered_withdrawn(event, other):
    return withdrawn(offered(event))


def withdrawn_awaiting_withdrawn(event, other):
    return withdrawn(awaiting(event))


def passed_on_booked_substituted(event, other):
    job = somebody(event)
    colleague = somebody(event, agency=job.agency)
    booking = book(event, job)
    actions.substitute(booking.pk, colleague.person, agency=job.agency, actor=None, at=NOW)
    return booking


def moved_booked_transferred(event, other):
    return moved(book(event), other)


def moved_waiting_transferred(event, other):
    return moved(waiting(event)[0], other)


def moved_applied_transferred(event, other):
    return moved(applied(event), other)


def restored_cancelled_booked(event, other):
    return restored(event, book(event))


def restored_withdrawn_applied(event, other):
    return restored(event, applied(event))


def restored_withdrawn_waiting(event, other):
    return restored(event, waiting(event)[0])


def restored_withdrawn_awaiting(event, other):
    return restored(event, awaiting(event))


def way_to(arrow):
    """The function of this file that makes an arrow fire."""
    verb, source = arrow.verb.replace(" ", "_"), arrow.source
    name = (
        f"{verb}_{arrow.to}" if verb == "made" else f"{verb}_{source and source.value}_{arrow.to}"
    )
    return globals()[name.lower()]


@pytest.mark.parametrize(
    "arrow",
    machine.TRANSITIONS,
    ids=lambda a: f"{a.source or 'new'}-{a.verb}-{a.to}",
)
def test_arrow_fires(arrow, event, other):
    booking = way_to(arrow)(event, other)

    entries = AuditEntry.objects.filter(target_type="bookings.booking", target_id=booking.pk)
    moves = set(entries.values_list("verb", "was", "now"))
    assert (arrow.verb, arrow.source.value if arrow.source else "", arrow.to.value) in moves


def test_no_arrow_is_there_twice():
    arrows = [(each.verb, each.source, each.to) for each in machine.TRANSITIONS]

    assert len(arrows) == len(set(arrows))


def test_what_is_no_arrow_is_refused():
    with pytest.raises(machine.ImpossibleMove, match="from cancelled to offered"):
        machine.transition("offered", BookingState.CANCELLED, BookingState.OFFERED)


def sources():
    root = Path(settings.BASE_DIR)
    for app in ABOVE:
        for path in (root / app).rglob("*.py"):
            name = path.relative_to(root).as_posix()
            if "/migrations/" not in name and name != WRITER:
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def writes_a_state(node):
    """An assignment to `.state`, an update or bulk update of it, or a booking made past `moving.begin`."""
    match node:
        case ast.Assign(targets=targets):
            return any(map(is_state, targets))
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return is_state(target)
        case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
            return any(each.arg == "state" for each in keywords)
        case ast.Call(func=ast.Attribute(attr="bulk_update"), args=[_, fields, *_]):
            return "state" in ast.unparse(fields)
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), _]):
            return True
        case ast.Call(func=ast.Attribute(attr="create" | "bulk_create", value=manager)):
            return ast.unparse(manager) == "Booking.objects"
    return False


def is_state(target):
    return (
        isinstance(target, ast.Attribute)
        and target.attr == "state"
        and ast.unparse(target.value) not in NOT_BOOKINGS
    )


def test_nothing_writes_a_state_but_moving():
    found = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, tree in sources()
        for node in ast.walk(tree)
        if writes_a_state(node)
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "booking.state = 'booked'",
        "each.booking.state: str = 'booked'",
        "bookings.update(state='booked')",
        "Booking.objects.bulk_update(found, ['state'])",
        "setattr(booking, 'state', 'booked')",
        "Booking.objects.create(state='booked')",
    ],
)
def test_a_write_would_be_found(code):
    assert any(map(writes_a_state, ast.walk(ast.parse(code))))


def test_page_is_what_the_machine_says():
    out = StringIO()

    call_command("booking_states", check=True, stdout=out)

    assert "is what the machine says" in out.getvalue()


def test_stale_page_is_refused_and_written_anew(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    path = tmp_path / booking_states.PAGE
    path.parent.mkdir()
    path.write_text("an older page")

    with pytest.raises(CommandError, match="stale"):
        call_command("booking_states", check=True)
    call_command("booking_states", stdout=StringIO())

    assert path.read_text() == page()
