"""The demo's courses and e-learning. Titles follow the board's published report; details are invented."""

from dataclasses import dataclass

from courses.choices import Delivery
from courses.models import Audience, Course, CourseObjective, ELearning, Level, Topic
from people.models import Board, RoleGroup


@dataclass(frozen=True)
class CoursePlan:
    """One catalogue entry. `level` counts from 0 in `world.LEVELS`; `hours` is training time."""

    code: str
    title: str
    topic: str
    level: int
    hours: float
    summary: str
    objectives: tuple[str, ...]
    delivery: Delivery = Delivery.CLASSROOM
    refresher_months: int | None = 36
    mandatory_for: tuple[str, ...] = ()
    audience: str = "Everyone who works with children"


COURSES: tuple[CoursePlan, ...] = (
    CoursePlan(
        "CSE1",
        "Child sexual exploitation: basic awareness",
        "Child sexual exploitation",
        1,
        3,
        "Recognise the signs of exploitation, and know what to do the same day.",
        (
            "Name the warning signs of sexual exploitation in a child you know",
            "Use the screening tool and explain the result to a colleague",
            "Share a concern with the right team within one working day",
        ),
        mandatory_for=("Social workers",),
    ),
    CoursePlan(
        "NEG2",
        "Neglect: level 2",
        "Neglect",
        1,
        6,
        "See neglect early and describe it so that others act on it.",
        (
            "Describe the forms neglect takes at different ages",
            "Record what a child's day is like in plain words",
        ),
    ),
    CoursePlan(
        "NEG3",
        "Neglect: level 3",
        "Neglect",
        2,
        6,
        "Assess and plan with families where neglect has lasted.",
        (
            "Use the Graded Care Profile with a parent",
            "Plan change with a family and say when it is not enough",
        ),
        audience="Social care",
    ),
    CoursePlan(
        "ALE",
        "Alerter: recognising and reporting harm",
        "Core safeguarding",
        0,
        3,
        "What everybody needs to know before they work with children alone.",
        ("Recognise four kinds of harm", "Report a concern without delay"),
        refresher_months=24,
    ),
    CoursePlan(
        "DA",
        "Domestic abuse and its effect on children",
        "Domestic abuse",
        1,
        6,
        "Understand coercive control and ask about it safely.",
        ("Explain coercive control", "Ask about abuse safely", "Make a safety plan with an adult"),
        refresher_months=12,
    ),
    CoursePlan(
        "WT",
        "Working together to safeguard children",
        "Core safeguarding",
        2,
        12,
        "Two days on how agencies act as one from referral to review.",
        (
            "Follow a case from referral to review",
            "Say what your agency must do at each step",
            "Challenge a decision professionally",
        ),
        audience="Social care",
    ),
    CoursePlan(
        "DC",
        "Disguised compliance",
        "Working with families",
        2,
        3,
        "Tell real change from the appearance of it.",
        ("Recognise disguised compliance", "Test whether change is real"),
    ),
    CoursePlan(
        "GCP",
        "Graded Care Profile: using the tool",
        "Assessment",
        2,
        6,
        "Practise the assessment of care with colleagues from other agencies.",
        ("Score a case with the tool", "Explain the score to a parent"),
    ),
    CoursePlan(
        "HC",
        "Home Conditions tool: lunch-time briefing",
        "Assessment",
        1,
        1,
        "One hour on assessing a home the same way everywhere.",
        ("Use the Home Conditions tool on a visit",),
        delivery=Delivery.BRIEFING,
        refresher_months=None,
    ),
    CoursePlan(
        "SA",
        "Child sexual abuse in the family",
        "Sexual abuse",
        2,
        6,
        "Hear what children do not say, and act on it.",
        ("Recognise signs and indicators", "Talk with a child without leading"),
    ),
    CoursePlan(
        "HBV",
        "Honour-based violence and forced marriage",
        "Honour-based violence",
        1,
        3,
        "One chance: what to say, and what never to do.",
        ("Apply the one-chance rule", "Know why family must not be told"),
        delivery=Delivery.WEBINAR,
    ),
    CoursePlan(
        "TRA",
        "Child trafficking and modern slavery",
        "Trafficking",
        1,
        3,
        "Spot the signs and use the National Referral Mechanism.",
        ("Recognise indicators of trafficking", "Make a referral"),
        delivery=Delivery.WEBINAR,
    ),
    CoursePlan(
        "CT",
        "Counter-terrorism: noticing and referring",
        "Counter-terrorism",
        0,
        2,
        "What to notice, and whom to ask.",
        ("Explain what Prevent asks of you", "Make a proportionate referral"),
        delivery=Delivery.WEBINAR,
    ),
)

ELEARNING = (
    ("Safeguarding awareness", "Core safeguarding", 45),
    ("Child sexual exploitation: introduction", "Child sexual exploitation", 40),
    ("Female genital mutilation: recognising and preventing", "Honour-based violence", 60),
    ("Child trafficking: the essentials", "Trafficking", 50),
    ("Counter-terrorism: awareness for everyone", "Counter-terrorism", 30),
)


JOINING_NOTES = (
    "Bring your work badge and something to write with. Tea and coffee are there; bring your own lunch.\n"
    "The day speaks of harm to children: you may step out at any time. These notes are invented for the demo."
)


def build_catalogue(board: Board, codes: tuple[str, ...] | None = None) -> dict[str, Course]:
    """The courses of `board` by code (all, or those in `codes`), and its e-learning links."""
    topics = {t.name: t for t in Topic.objects.filter(board=board)}
    audiences = {a.name: a for a in Audience.objects.filter(board=board)}
    levels = list(Level.objects.filter(board=board))
    groups = {g.name: g for g in RoleGroup.objects.all()}
    courses = {}
    for plan in COURSES:
        if codes is not None and plan.code not in codes:
            continue
        course = Course.objects.create(
            board=board,
            code=plan.code,
            title=plan.title,
            slug=plan.title.lower().replace(":", "").replace("-", " ").replace(" ", "-"),
            summary=plan.summary,
            description=f"{plan.summary} Taught by two trainers from different agencies, with cases "
            "from practice. This description is invented for the demo.",
            level=levels[plan.level],
            duration_minutes=int(plan.hours * 60),
            delivery=plan.delivery,
            refresher_months=plan.refresher_months,
            default_capacity=20,
            joining_notes=JOINING_NOTES,
        )
        course.topics.add(topics[plan.topic])
        course.audiences.add(audiences[plan.audience])
        course.mandatory_for.set(groups[name] for name in plan.mandatory_for)
        CourseObjective.objects.bulk_create(
            [
                CourseObjective(course=course, text=text, position=i)
                for i, text in enumerate(plan.objectives)
            ]
        )
        courses[plan.code] = course
    for title, topic, minutes in ELEARNING:
        link = ELearning.objects.create(
            board=board,
            title=title,
            provider="Example Learning (invented)",
            url=f"https://elearning.example/{title.lower().replace(':', '').replace(' ', '-')}",
            summary="Online, at your own pace, with a short quiz at the end.",
            level=levels[0],
            minutes=minutes,
        )
        link.topics.add(topics[topic])
    return courses
