"""Where the pages of this floor send people on the board's own site."""

from django.urls import reverse

from courses.models import Event
from people.models import Board


def page_path(*slugs: str) -> str:
    """The address of a published page, as `cms` names them."""
    return reverse("wagtail_serve", args=["".join(f"{slug}/" for slug in slugs)])


def course_path(event: Event, board: Board) -> str:
    """The course page of `event` on `board`'s site: another board's course has its board in the address."""
    return other_course_path(event, event.course.slug, board)


def other_course_path(event: Event, slug: str, board: Board) -> str:
    """The page of another course of the board that runs `event`."""
    if event.course.board_id == board.pk:
        return page_path("courses", slug)
    return page_path("courses", event.board.slug, slug)


def calendar_path() -> str:
    return page_path("calendar")
