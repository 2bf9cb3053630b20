"""Changes of the catalogue that touch more than one row."""

from collections.abc import Sequence

from django.db import transaction

from courses.models import Course, CourseObjective


@transaction.atomic
def set_objectives(course: Course, texts: Sequence[str]) -> None:
    """Makes `texts` the course's objectives, in that order. One whose words stay keeps its row."""
    known = {objective.text: objective for objective in course.objectives.all()}
    course.objectives.exclude(text__in=texts).delete()
    for position, text in enumerate(texts):
        objective = known.get(text) or CourseObjective(course=course, text=text)
        objective.position = position
        objective.save()
