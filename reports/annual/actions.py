"""The only code that changes annual reports, their texts and stated figures.

Locks, in this order: the board, where an edition is started; the report; its texts.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from people.actions import record_change
from people.models import Board
from reports.choices import ReportState, SlotState
from reports.models import AnnualReport, Slot, StatedFigure

from .building import chapter_of
from .chapter import canonical, sha256_of
from .hiding import waits_for
from .rules import (
    NotNow,
    Overtaken,
    TakenOut,
    may_be_removed,
    must_be_draft,
    small_numbers_must_be_hidden,
    year_must_be_over,
)
from .structure import TEMPLATE, Block, BlockKind, Structure, as_data, from_data

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def start_report(board: Board, year: int, *, actor: "User | None", at: dt.datetime) -> AnnualReport:
    """The first edition of a year, from the template. Raises `NotNow` where the year has one.

    Side effects, in order: the report; an open text for each narrative; an audit entry.
    """
    Board.objects.select_for_update().get(pk=board.pk)
    if AnnualReport.objects.filter(board=board, year=year).exists():
        raise NotNow("This year has a report already.")
    report = AnnualReport.objects.create(
        board=board, year=year, structure=as_data(TEMPLATE), made_at=at, made_by=actor
    )
    _make_slots(report)
    record_change(report, "started", actor=actor, now=ReportState.DRAFT, at=at)
    return report


@transaction.atomic
def new_edition(
    signed: AnnualReport, *, restates: str, actor: "User | None", at: dt.datetime
) -> AnnualReport:
    """A draft that will stand beside a signed report and says what it puts right; texts are taken over.

    Raises `NotNow` for a draft, while another draft of the year is open, and without words for what is restated.
    Side effects, in order: the report; its texts; an audit entry.
    """
    Board.objects.select_for_update().get(pk=signed.board_id)
    editions = AnnualReport.objects.filter(board=signed.board_id, year=signed.year)
    if editions.filter(state=ReportState.DRAFT).exists():
        raise NotNow("This year has a draft already: change that one.")
    if not restates.strip():
        raise NotNow("Say what the new edition puts right.")
    newest = editions.order_by("-edition")[0]
    report = AnnualReport.objects.create(
        board=signed.board,
        year=signed.year,
        edition=newest.edition + 1,
        restates=restates.strip(),
        structure=newest.structure,
        made_at=at,
        made_by=actor,
    )
    Slot.objects.bulk_create(
        Slot(
            report=report,
            key=slot.key,
            assigned_to_id=slot.assigned_to_id,
            text=slot.text,
            state=slot.state,
        )
        for slot in newest.slots.order_by("pk")
    )
    record_change(report, "started", actor=actor, now=ReportState.DRAFT, why=report.restates, at=at)
    return report


@transaction.atomic
def write_slot(
    slot_id: int, *, text: str, is_ready: bool, version: int, actor: "User | None", at: dt.datetime
) -> Slot:
    """Saves a text. Raises `Overtaken` when somebody saved another `version` meanwhile, `TakenOut` when its block was
    taken out, `NotNow` when signed off.

    Side effects, in order: the text; an audit entry.
    """
    slot = _locked_slot(slot_id)
    if slot.version != version:
        raise Overtaken(slot)
    if is_ready and not text.strip():
        raise NotNow("Write the text before you mark it as ready.")
    was = slot.state
    slot.text = text.strip()
    slot.state = SlotState.READY if is_ready else SlotState.STARTED if slot.text else SlotState.OPEN
    slot.version += 1
    slot.edited_at, slot.edited_by = at, actor
    slot.save()
    record_change(
        slot, "written", actor=actor, was=was, now=slot.state, at=at, details={"text": slot.text}
    )
    return slot


@transaction.atomic
def assign_slots(
    report_id: int,
    to: Mapping[str, "User | None"],
    *,
    actor: "User | None",
    at: dt.datetime,
) -> None:
    """Says who writes which texts, by their keys; None: nobody yet. A text that was taken out is passed over.

    Raises `NotNow` when signed off. Side effects, in order: for each text, the text; an audit entry.
    """
    report = _locked(report_id)
    for slot in report.slots.select_for_update(of=("self",)).filter(key__in=to):
        slot.assigned_to = person = to[slot.key]
        slot.save(update_fields=["assigned_to"])
        record_change(
            slot, "assigned", actor=actor, at=at, details={"to": person.pk if person else None}
        )


def add_block(
    report_id: int,
    section: str,
    block: Block,
    *,
    before: str = "",
    version: int,
    actor: "User | None",
    at: dt.datetime,
) -> AnnualReport:
    """A block before another one of its section, or at its end. Side effects as of `_restructure`."""

    def added(found: Structure) -> Structure:
        return found.with_block(section, block, before=before)

    return _restructure(report_id, added, version, "block added", actor, at)


def move_block(
    report_id: int, key: str, by: int, *, version: int, actor: "User | None", at: dt.datetime
) -> AnnualReport:
    """A block up (−1) or down (1). Side effects as of `_restructure`."""
    return _restructure(
        report_id, lambda found: found.moved(key, by), version, "block moved", actor, at
    )


@transaction.atomic
def remove_block(
    report_id: int, key: str, *, version: int, actor: "User | None", at: dt.datetime
) -> AnnualReport:
    """Takes a block out. Raises `NotNow` for a text that somebody has written.

    Side effects, in order: those of `_restructure`; the block's empty text.
    """
    slots = _locked(report_id).slots.filter(key=key)
    may_be_removed(slots.first())
    changed = _restructure(
        report_id, lambda found: found.without(key), version, "block removed", actor, at
    )
    slots.delete()
    return changed


@transaction.atomic
def state_figure(
    board: Board,
    year: int,
    *,
    label: str,
    value: Decimal,
    unit: str,
    base: str,
    source: str,
    note: str = "",
    part_of: StatedFigure | None = None,
    is_subtracted: bool = False,
    own: str = "",
    actor: "User | None",
    at: dt.datetime,
) -> StatedFigure:
    """Enters a figure that others counted. Side effects, in order: the figure; an audit entry."""
    figure = StatedFigure.objects.create(
        board=board,
        year=year,
        label=label,
        value=value,
        unit=unit,
        base=base,
        source=source,
        note=note,
        part_of=part_of,
        is_subtracted=is_subtracted,
        own=own,
    )
    record_change(figure, "stated", actor=actor, why=source, at=at, details={"value": str(value)})
    return figure


@transaction.atomic
def drop_figure(figure: StatedFigure, *, actor: "User | None", at: dt.datetime) -> None:
    """Takes a stated figure away, and its parts with it; signed reports keep what they say.

    Side effects, in order: an audit entry; the figure and its parts.
    """
    details: dict[str, object] = {"label": figure.label, "value": str(figure.value)}
    record_change(figure, "dropped", actor=actor, at=at, details=details)
    figure.delete()


@transaction.atomic
def sign_off(report_id: int, *, actor: "User | None", at: dt.datetime) -> AnnualReport:
    """Freezes a draft as it reads now, for good. Raises `NotNow` before the year is over, before it is known which
    small numbers are hidden, and when signed off.

    Side effects, in order: the frozen document and its hash; an audit entry.
    """
    report, today = _locked(report_id), timezone.localdate(at)
    year_must_be_over(report, today)
    small_numbers_must_be_hidden(waits_for(report.board, report.period, today=today))
    by = actor.full_name if actor else ""
    chapter = chapter_of(report, at=at, signed_by=by, signed_at=at.isoformat(timespec="seconds"))
    report.frozen = canonical(chapter)
    report.sha256 = sha256_of(report.frozen.encode())
    report.state, report.signed_at, report.signed_by = ReportState.SIGNED, at, actor
    report.save()
    record_change(
        report,
        "signed off",
        actor=actor,
        was=ReportState.DRAFT,
        now=ReportState.SIGNED,
        at=at,
        details={"sha256": report.sha256},
    )
    return report


def _locked(report_id: int) -> AnnualReport:
    """A draft, locked until the end of the transaction. Raises `NotNow` for a signed one."""
    report = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    must_be_draft(report)
    return report


def _locked_slot(slot_id: int) -> Slot:
    """A text of a draft, both locked. Raises `TakenOut` when it is gone by now."""
    slots = Slot.objects.filter(pk=slot_id)
    report_id = slots.values_list("report", flat=True).first()
    if report_id is not None:
        _locked(report_id)
    slot = slots.select_for_update(of=("self",)).first()
    if slot is None:
        raise TakenOut
    return slot


@transaction.atomic
def _restructure(
    report_id: int,
    change: Callable[[Structure], Structure],
    version: int,
    verb: str,
    actor: "User | None",
    at: dt.datetime,
) -> AnnualReport:
    """Raises `NotNow` when signed off, or when the structure is not the `version` that was looked at.

    Side effects, in order: the structure; an open text for each new narrative; an audit entry.
    """
    report = _locked(report_id)
    if report.structure_version != version:
        raise NotNow(
            "Somebody changed the structure meanwhile. It is shown as it is now: try again."
        )
    report.structure = as_data(change(from_data(report.structure)))
    report.structure_version += 1
    report.save(update_fields=["structure", "structure_version"])
    _make_slots(report)
    record_change(report, verb, actor=actor, at=at)
    return report


def _make_slots(report: AnnualReport) -> None:
    Slot.objects.bulk_create(
        [
            Slot(report=report, key=block.key)
            for block in from_data(report.structure).blocks
            if block.kind is BlockKind.NARRATIVE
        ],
        ignore_conflicts=True,
    )
