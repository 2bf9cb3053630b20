"""Pages of our own in the back office, beside Wagtail's generic ones."""

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.models import Board

from .scope import policy_of, rows_for


class StaffPage(WagtailAdminTemplateMixin, TemplateView):
    """A page whose `model` and `permission_required` say who may enter.

    `row_or_404` is the only way a page gets at a row named in its address.
    """

    model: type[Model]
    permission_required = "change"
    index_url_name = ""
    refused_status = 200

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not policy_of(self.model).user_has_permission(request.user, self.permission_required):  # type: ignore[arg-type]  # Wagtail lets only signed-in users in
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> Any:
        """Whoever is signed in: Wagtail lets nobody else this far."""
        return self.request.user

    def row_or_404(self, pk: int, queryset: QuerySet | None = None) -> Any:
        rows = queryset if queryset is not None else self.model._default_manager.all()
        return get_object_or_404(rows_for(self.user, rows), pk=pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = list(self.breadcrumbs_items)
        if self.index_url_name:
            label = str(self.model._meta.verbose_name_plural)
            items.append({"url": reverse(self.index_url_name), "label": label.capitalize()})
        return [*items, {"url": "", "label": self.get_header_title()}]

    def back_to(self, name: str, *args: Any, success: str = "") -> HttpResponse:
        if success:
            messages.success(self.request, success)
        return redirect(reverse(name, args=[quote(arg) for arg in args]))


class OneBoardPage(StaffPage):
    """A page about one board: the one in the address, which must be of the user's boards, or a 404."""

    @cached_property
    def board(self) -> Board:
        board: Board = self.row_or_404(self.kwargs["board_id"], Board.objects.all())
        return board

    @cached_property
    def boards(self) -> list[Board]:
        return list(rows_for(self.user, Board.objects.all()))

    def get_page_subtitle(self) -> str:
        return self.board.short_name if len(self.boards) > 1 else ""


class StaffFormPage(StaffPage):
    """A page with one form: shown, and shown again with what was typed until it is right."""

    template_name = "backoffice/form.html"
    submit_label = "Save"
    lead = ""

    def make_form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def save(self, form: Any) -> HttpResponse | None:
        """Does what the form asks; None (with errors added to the form) shows the form again."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if form.is_valid() and (done := self.save(form)) is not None:
            return done
        return self.show(form)

    def show(self, form: BaseForm, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                form=form,
                media=form.media,
                submit_label=self.submit_label,
                lead=self.lead,
                **context,
            )
        )
