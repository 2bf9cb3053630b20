"""Annual reports: 2014-15 with the published figures, signed off, and a later year that is being written.

Published: the stated figures, with their sources. Invented, and said so: every text.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from courses.models import Course
from people.choices import Role
from people.models import Board, Sector, User
from reports.annual import actions
from reports.annual.structure import Block, BlockKind
from reports.choices import Unit
from reports.models import AnnualReport, StatedFigure
from reports.periods import financial_year_of

from .runs import at
from .world import CWAC, World

YEAR = 2014
SOURCE = "Cheshire West and Chester LSCB annual report 2014-15"
ACCOUNTS = "The board's accounts."
RECONSTRUCTED = "Read from a table whose order was lost."

TEXTS: Mapping[str, str] = {
    "planning": "Invented for the demonstration. The learning and development sub-group set the programme in "
    "March, from the findings of case reviews, from audits, and from what agencies asked for. Child sexual "
    "exploitation came first: the course on it became mandatory for Children's Social Care.\n\n"
    "One learning and development officer works for two boards, so that the programme was planned with the "
    "neighbour, and rooms were asked of partners before any were hired.",
    "programme": "Invented for the demonstration. Children's Social Care and Education came most, as in other "
    "years. Neglect ran at levels 2 and 3. Housing came to the Alerter, Neglect and Domestic Abuse courses.\n\n"
    "E-learning was open to everyone: safeguarding awareness, child sexual exploitation, female genital "
    "mutilation, child trafficking and counter-terrorism.",
    "difference-told": "Invented for the demonstration. Attendance is not success: the hard part is to show "
    "what changes in practice. Everybody is asked again after three months, and we set training beside "
    "performance data. After the events on the Home Conditions tool and the Graded Care Profile we expect to "
    "see more assessments that use them.",
    "priorities": "Invented for the demonstration. Sexual abuse, the assessment toolkit, disguised compliance, "
    "counter-terrorism, trafficking and honour-based violence. Lunch-time briefings for those who cannot be away "
    "for a day. More people from commissioned services, adults' services and further education.",
}

COUNTS = (
    (
        "Domestic abuse suite of courses",
        956,
        Unit.ATTENDANCES,
        "Run with the domestic abuse unit, which counts all its attendances, also those outside our events.",
    ),
    ("Safe sleep sessions", 4, Unit.EVENTS, "Run by the Pan-Cheshire child death overview panel."),
    ("Safe sleep sessions, people", 130, Unit.PEOPLE, "The source says “over 130”."),
    (
        "Staff of the NHS trust, West locality, up to date with safeguarding training",
        88,
        Unit.PERCENT,
        "2,270 staff, as the trust counts them.",
    ),
)
INCOME = (
    ("Council", 45000, RECONSTRUCTED),
    ("Hospital trust (Countess of Chester)", 6000, ""),
    ("Probation", 3000, ""),
    ("Youth Offending Service", 3000, ""),
    ("Partnership NHS trust", 3000, ""),
    ("CAFCASS", 550, ""),
    ("Police", 20000, ""),
    ("Schools", 88500, RECONSTRUCTED),
    ("West Cheshire CCG", 30500, RECONSTRUCTED),
    ("Vale Royal CCG", 30000, ""),
    ("Halton (joint unit posts)", 43378, ""),
    ("Additional", 826, ""),
)
EXPENDITURE = (
    ("Expenditure line of £213,267", 213267, "The name of this line is not known."),
    ("Expenditure line of £617", 617, "The name of this line is not known."),
    ("Room hire, as in the expenditure table", 4873, "The text of the same report says £4,874."),
    ("Expenditure line of £2,209", 2209, "The name of this line is not known."),
    ("Supplies and services, training among them", 25299, ""),
)


def build_annual(world: World, courses: Mapping[str, Course], *, today: dt.date) -> None:
    board, manager = world.boards[CWAC], world.accounts[Role.BUSINESS_MANAGER]
    officer = world.accounts[Role.OFFICER]
    _signed_2014(board, courses, manager=manager, officer=officer)
    _draft_of_now(board, world, today=today)


def _signed_2014(
    board: Board, courses: Mapping[str, Course], *, manager: User, officer: User
) -> None:
    started = at(dt.date(2015, 4, 20), "09:30")
    report = actions.start_report(board, YEAR, actor=manager, at=started)
    for block in _published(courses):
        report = actions.add_block(
            report.pk,
            "done",
            block,
            before="programme",
            version=report.structure_version,
            actor=manager,
            at=started,
        )
    state_2014(board, actor=officer, at=started)
    actions.assign_slots(report.pk, dict.fromkeys(TEXTS, officer), actor=manager, at=started)
    for key, text in TEXTS.items():
        slot = report.slots.get(key=key)
        actions.write_slot(
            slot.pk,
            text=text,
            is_ready=True,
            version=slot.version,
            actor=officer,
            at=started + dt.timedelta(days=20),
        )
    actions.sign_off(report.pk, actor=manager, at=at(dt.date(2015, 6, 24), "14:00"))


def _published(courses: Mapping[str, Course]) -> list[Block]:
    """The figures that the published report prints, each bound to its measure."""
    sectors = {sector.name: sector.pk for sector in Sector.objects.all()}

    def figure(title: str, of: str, course: str = "", sector: str = "") -> Block:
        return Block(
            key="",
            kind=BlockKind.FIGURE,
            of=of,
            title=title,
            course=courses[course].pk if course else None,
            sector=sectors[sector] if sector else None,
        )

    social_care, voluntary = "Children's Social Care", "Voluntary, community and faith"
    return [
        figure("Child sexual exploitation, basic awareness", "attended", "CSE1"),
        figure(f"{social_care} on the mandatory course", "attended", "CSE1", social_care),
        figure("Housing, on all courses", "attended", sector="Housing"),
        figure(f"{voluntary}, on all courses", "attended", sector=voluntary),
        figure("Neglect level 2, events", "events", "NEG2"),
        figure("Neglect level 3, events", "events", "NEG3"),
    ]


def state_2014(board: Board, *, actor: User, at: dt.datetime) -> None:
    """The stated figures of the year, with their sources."""

    def state(
        label: str, value: int, unit: Unit, base: str, *, note: str = "", own: str = "",
        part_of: StatedFigure | None = None, is_subtracted: bool = False,
    ) -> StatedFigure:  # fmt: skip
        return actions.state_figure(
            board,
            YEAR,
            label=label,
            value=Decimal(value),
            unit=unit,
            base=base,
            source=SOURCE,
            note=note,
            own=own,
            part_of=part_of,
            is_subtracted=is_subtracted,
            actor=actor,
            at=at,
        )

    for label, value, unit, base in COUNTS:
        state(label, value, unit, base)
    left = state("Left at the end of the year", 27489, Unit.POUNDS, ACCOUNTS)
    income = state("Income", 273754, Unit.POUNDS, ACCOUNTS, part_of=left)
    for label, value, note in INCOME:
        state(label, value, Unit.POUNDS, ACCOUNTS, note=note, part_of=income)
    spent = state("Expenditure", 246265, Unit.POUNDS, ACCOUNTS, part_of=left, is_subtracted=True)
    for label, value, note in EXPENDITURE:
        own = "room_hire" if label.startswith("Room hire") else ""
        state(label, value, Unit.POUNDS, ACCOUNTS, note=note, own=own, part_of=spent)


def _draft_of_now(board: Board, world: World, *, today: dt.date) -> AnnualReport:
    """This year's, started: two texts are asked for, one is begun."""
    officer, member = world.accounts[Role.OFFICER], world.accounts[Role.SUBGROUP]
    now = timezone.now()
    manager = world.accounts[Role.BUSINESS_MANAGER]
    report = actions.start_report(board, financial_year_of(today), actor=manager, at=now)
    asked = {"programme": officer, "difference-told": member}
    actions.assign_slots(report.pk, asked, actor=manager, at=now)
    actions.write_slot(
        report.slots.get(key="programme").pk,
        text="Invented for the demonstration. The programme so far: more briefings than last year.",
        is_ready=False,
        version=1,
        actor=officer,
        at=now,
    )
    return report
