"""Addresses of the public pages that other pages link to; the page types hold their slugs to them."""

from django.urls import reverse

from courses.models import Course, Event
from people.models import Board

CALENDAR_SLUG = "calendar"
CATALOGUE_SLUG = "courses"
ELEARNING_SLUG = "e-learning"
NEWS_SLUG = "news"
CONTACT_SLUG = "contact"


def page_path(*slugs: str) -> str:
    """The path of a page of the site, e.g. `page_path("courses", "neglect")` is "/courses/neglect/"."""
    return reverse("wagtail_serve", args=["".join(f"{slug}/" for slug in slugs)])


def course_path(course: Course, board: Board) -> str:
    """Where `board`'s site shows a course: another board's course has its board in the address."""
    if course.board_id == board.pk:
        return page_path(CATALOGUE_SLUG, course.slug)
    return page_path(CATALOGUE_SLUG, course.board.slug, course.slug)


def event_path(event: Event, board: Board) -> str:
    """The event's place on its course page; a cancelled one is not listed there by anchor alone."""
    return f"{course_path(event.course, board)}#event-{event.pk}"
