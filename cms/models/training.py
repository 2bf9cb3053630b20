from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms import calendar, links, queries
from cms.forms import CatalogueFilterForm, ELearningFilterForm
from cms.rows import rows_of
from courses.models import Course
from evaluations.findings import public_summary

from .base import PublicPage

COURSES_PER_PAGE = 24
OTHER_COURSES_SHOWN = 5


class FixedAddressPage(PublicPage):
    """A page that other pages and mails link to by address: once a site, its slug set by its type."""

    fixed_slug: ClassVar[str]

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.fixed_slug
        super().full_clean(*args, **kwargs)


class TrainingCalendarPage(FixedAddressPage):
    """Every event of the board, as a list by month or as a month's grid, filtered by a GET form."""

    fixed_slug = links.CALENDAR_SLUG

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        if calendar.wants_month(request):
            return "cms/training_calendar_month.html"
        return "cms/training_calendar_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        board = queries.board_of(request)
        if calendar.wants_month(request):
            return {**context, **calendar.month_context(request, board)}
        return {**context, **calendar.list_context(request, board)}


class CataloguePage(RoutablePageMixin, FixedAddressPage):
    """The list of courses and, below it, a page for each: courses are data, not pages."""

    fixed_slug = links.CATALOGUE_SLUG

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        board = queries.board_of(request)
        form = CatalogueFilterForm(request.GET, board=board)
        paginator = Paginator(form.narrow(queries.catalogue(board)), COURSES_PER_PAGE)
        courses = paginator.get_page(request.GET.get("page"))
        context.update(
            form=form,
            chips=form.chips(request.path),
            courses=courses,
            heading=calendar.heading(form, paginator.count, "course,courses"),
        )
        return context

    @path("<slug:slug>/")
    def course(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._course(request, owner_slug=queries.board_of(request).slug, slug=slug)

    @path("<slug:owner>/<slug:slug>/")
    def course_of_another_board(self, request: HttpRequest, owner: str, slug: str) -> HttpResponse:
        if owner == queries.board_of(request).slug:
            raise Http404
        return self._course(request, owner_slug=owner, slug=slug)

    def _course(self, request: HttpRequest, *, owner_slug: str, slug: str) -> HttpResponse:
        board = queries.board_of(request)
        course = queries.course_shown_to(board, owner_slug=owner_slug, slug=slug)
        if course is None:
            raise Http404("This board offers no such course.")
        context = super().get_context(request)
        context["breadcrumbs"] = [
            {"title": "Home", "url": "/"},
            {"title": self.title, "url": links.page_path(self.slug)},
        ]
        context.update(self._course_context(request, course))
        return TemplateResponse(request, "cms/course.html", context)

    def _course_context(self, request: HttpRequest, course: Course) -> dict[str, Any]:
        board = queries.board_of(request)
        events = queries.coming_events_of(course, board)
        rows = rows_of(events, board, request.user, timezone.now())
        context: dict[str, Any] = {
            "course": course,
            "rows": rows,
            "topics": course.topics.all(),
            "audiences": course.audiences.all(),
            "mandatory_for": course.mandatory_for.all(),
            "objectives": course.objectives.all(),
            "impact": public_summary(course),
        }
        if not any(row.action_url or row.booking for row in rows):
            context["others"] = queries.others_of_its_topics(course, board)[:OTHER_COURSES_SHOWN]
        return context


class ELearningPage(FixedAddressPage):
    """Courses that others run online, with a link to each."""

    fixed_slug = links.ELEARNING_SLUG

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        board = queries.board_of(request)
        form = ELearningFilterForm(request.GET, board=board)
        paginator = Paginator(form.narrow(queries.elearning_of(board)), COURSES_PER_PAGE)
        context.update(
            form=form,
            chips=form.chips(request.path),
            entries=paginator.get_page(request.GET.get("page")),
            heading=calendar.heading(form, paginator.count, "e-learning course,e-learning courses"),
        )
        return context
