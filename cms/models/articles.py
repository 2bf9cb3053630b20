from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from .base import BodyPage, PublicPage

NEWS_PER_PAGE = 10


class StandardPage(BodyPage):
    """Anything with text: about us, contact, privacy."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["cms.StandardPage", "cms.PolicyPage"]


class PolicyPage(BodyPage):
    """Text that is in force: it says which version it is and when it will be reviewed."""

    version = models.CharField(max_length=20, default="1.0")
    in_force_from = models.DateField(default=timezone.localdate)
    review_on = models.DateField("review date")

    content_panels = [
        *BodyPage.content_panels,
        FieldPanel("version"),
        FieldPanel("in_force_from"),
        FieldPanel("review_on"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = []

    @property
    def review_is_due(self) -> bool:
        return self.review_on < timezone.localdate()


class NewsIndexPage(PublicPage):
    """All news of the board, newest first."""

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.NewsPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(newest(self), NEWS_PER_PAGE)
        context["articles"] = paginator.get_page(request.GET.get("page"))
        return context


class NewsPage(BodyPage):
    published_on = models.DateField("date", default=timezone.localdate)

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("body"),
    ]
    search_fields = [*BodyPage.search_fields, index.FilterField("published_on")]
    parent_page_types: ClassVar[list[str]] = ["cms.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []


def newest(index_page: models.Model) -> models.QuerySet[NewsPage]:
    """The live articles under a news index or a home page, newest first."""
    articles: models.QuerySet[NewsPage] = (
        NewsPage.objects.live()
        .public()
        .descendant_of(index_page)
        .order_by("-published_on", "-first_published_at")
    )
    return articles
