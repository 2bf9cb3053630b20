"""Changes of the catalogue that touch more than one row."""

from collections.abc import Sequence

from django.db import transaction

from courses.models import Course, CourseObjective, Prerequisite


@transaction.atomic
def set_objectives(course: Course, texts: Sequence[str]) -> None:
    """Makes `texts` the course's objectives, in that order. One whose words stay keeps its row."""
    known = {objective.text: objective for objective in course.objectives.all()}
    course.objectives.exclude(text__in=texts).delete()
    for position, text in enumerate(texts):
        objective = known.get(text) or CourseObjective(course=course, text=text)
        objective.position = position
        objective.save()


@transaction.atomic
def set_prerequisites(course: Course, needed: Sequence[tuple[Course, int | None]]) -> None:
    """Makes `needed` the courses to be taken before: each with how many months ago at most; None: however long."""
    course.prerequisites.exclude(requires__in=[each for each, _ in needed]).delete()
    for requires, within_months in needed:
        Prerequisite.objects.update_or_create(
            course=course, requires=requires, defaults={"within_months": within_months}
        )
