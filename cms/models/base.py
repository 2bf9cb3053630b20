from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import BodyBlock

HOME_DEPTH = 2


class PublicPage(Page):
    """A page of a board's site. Its introduction is also what search engines show."""

    introduction = models.CharField(max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        return context

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """Links from the home page down to this page's parent; none on the home page."""
        if self.depth <= HOME_DEPTH:
            return []
        links = [{"title": "Home", "url": "/"}]
        if self.depth > HOME_DEPTH + 1:
            between = self.get_ancestors().filter(depth__gt=HOME_DEPTH)
            links += [{"title": page.title, "url": page.get_url(request)} for page in between]
        return links


class BodyPage(PublicPage):
    """A page whose body an editor writes."""

    body = StreamField(BodyBlock(), blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True
