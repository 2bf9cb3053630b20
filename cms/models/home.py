from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms import queries
from cms.forms import HomePageForm
from cms.rows import rows_of
from courses.models import Course

from .articles import newest
from .base import PublicPage

EVENTS_SHOWN = 4
NEWS_SHOWN = 3


class HomePage(PublicPage):
    """The front door: what it is, a search box, what comes next, what is recommended, what is new."""

    hero_title = models.CharField(max_length=120)
    featured_courses = ParentalManyToManyField(Course, blank=True, related_name="+")

    base_form_class = HomePageForm
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("introduction")], heading="First words"
        ),
        FieldPanel("featured_courses"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "cms.TrainingCalendarPage",
        "cms.CataloguePage",
        "cms.ELearningPage",
        "cms.NewsIndexPage",
        "cms.StandardPage",
        "cms.PolicyPage",
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        board = queries.board_of(request)
        events = list(queries.next_events(board)[:EVENTS_SHOWN])
        context["rows"] = rows_of(events, board, request.user, timezone.now())
        context["topics"] = queries.topics_with_events(board)
        context["featured"] = queries.catalogue(board).filter(
            pk__in=self.featured_courses.values("pk")
        )
        context["articles"] = newest(self)[:NEWS_SHOWN]
        return context
