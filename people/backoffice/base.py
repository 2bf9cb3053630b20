"""The board-scoped viewset: Wagtail's generic views, each limited to the rows of the user's boards.

Wagtail checks its policies per model, not per row, so every view here starts from the policy's rows:
another board's row is a 404. Usage pages are left out: they count rows of every board.
"""

import datetime as dt
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import Model, ProtectedError, QuerySet
from django.db.models.deletion import Collector
from django.forms.models import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet

from people.text import printable

from .forms import BoardModelForm, runs_one_board
from .scope import policy_of, rows_for

SEARCH_LENGTH = 100
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class BoardFilterSet(WagtailFilterSet):
    """Filters that offer only the user's boards' rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.filters.values():
            if isinstance(each, ModelChoiceFilter):
                each.queryset = rows_for(self.request.user, each.queryset)


class ScopedRows:
    """`get_queryset` for Django's single-object views and `get_base_object_queryset` for Wagtail's."""

    model: type[Model]
    request: HttpRequest

    def get_queryset(self) -> QuerySet:
        return policy_of(self.model).rows_for(self.request.user)  # type: ignore[arg-type]  # signed in

    def get_base_object_queryset(self) -> QuerySet:
        return ScopedRows.get_queryset(self)


class ScopedIndexView(generic.IndexView):
    base_filterset_class = BoardFilterSet

    def get_base_queryset(self) -> QuerySet:
        rows = rows_for(self.request.user, super().get_base_queryset())
        return rows.select_related(*self.shown_relations()) if self.shown_relations() else rows

    @cached_property
    def search_query(self) -> str:
        """Cut where no name goes on: databases refuse to look for a very long text."""
        return (super().search_query or "")[:SEARCH_LENGTH]

    def shown_relations(self) -> list[str]:
        """Foreign keys that the list prints or exports, read with its rows."""
        keys = {f.name for f in self.model._meta.concrete_fields if f.is_relation}
        names = [name for name in (*self.list_display, *self.list_export) if isinstance(name, str)]
        return sorted(keys.intersection(name.split(".")[0] for name in names))

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Times in local time; text that a spreadsheet would run as a formula is quoted."""
        if isinstance(value, dt.datetime):
            value = timezone.localtime(value).replace(tzinfo=None)
            return value if export_format == self.FORMAT_XLSX else f"{value:%Y-%m-%d %H:%M}"
        value = super().preprocess_field_value(field, value, export_format)
        if not isinstance(value, str):
            return value
        value = printable(value)
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value

    @cached_property
    def columns(self) -> list:
        """Without the board's column where there is only one board to name."""
        if runs_one_board(self.request.user):
            return [c for c in super().columns if c.name != "board"]
        return super().columns


class ScopedEditView(ScopedRows, generic.EditView):
    def get_success_url(self) -> str:
        return reverse(self.index_url_name)


class ScopedCopyView(generic.CopyView):
    def get_object(self, queryset: QuerySet | None = None) -> Model:
        rows = policy_of(self.model).rows_for(self.request.user)
        return get_object_or_404(rows, pk=unquote(str(self.kwargs[self.pk_url_kwarg])))


class ScopedInspectView(generic.InspectView):
    def get_object(self, queryset: QuerySet | None = None) -> Model:
        return get_object_or_404(policy_of(self.model).rows_for(self.request.user), pk=self.pk)


class ScopedHistoryView(ScopedRows, HistoryView):
    def get_queryset(self) -> QuerySet:
        return HistoryView.get_queryset(self)


def what_holds(row: Model) -> list[str]:
    """Why `row` cannot be deleted, as counts of what refers to it ("3 sessions"); empty when it can."""
    try:
        Collector(using="default").collect([row])
    except ProtectedError as protected:
        counts: dict[type[Model], int] = {}
        for other in protected.protected_objects:
            counts[type(other)] = counts.get(type(other), 0) + 1
        return [
            f"{n} {model._meta.verbose_name if n == 1 else model._meta.verbose_name_plural}"
            for model, n in counts.items()
        ]
    taken_off = []
    for relation in row._meta.related_objects:
        accessor = relation.get_accessor_name()
        if relation.many_to_many and accessor:
            n = getattr(row, accessor).count()
            names = relation.related_model._meta
            if n:
                taken_off.append(
                    f"{n} {names.verbose_name if n == 1 else names.verbose_name_plural}"
                )
    return taken_off


class ScopedDeleteView(ScopedRows, generic.DeleteView):
    """Deletes a row nothing refers to; otherwise says what does, and changes nothing."""

    template_name = "backoffice/confirm_delete.html"

    def get_usage(self) -> None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "held_by": what_holds(self.object)}

    def form_valid(self, form: Any) -> HttpResponse:
        if what_holds(self.object):
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return super().form_valid(form)


class BoardViewSet(ModelViewSet):
    """A model's back-office pages, limited to the rows of the user's boards.

    Its model must be registered with `scope`; a page whose action the policy does not allow is not there.
    """

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = ScopedIndexView
    edit_view_class = ScopedEditView
    copy_view_class = ScopedCopyView
    inspect_view_class = ScopedInspectView
    delete_view_class = ScopedDeleteView
    history_view_class = ScopedHistoryView
    form_base_class: type[BoardModelForm] = BoardModelForm
    search_backend_name = None
    list_per_page = 50
    menu_hook = "register_training_menu_item"
    hidden_views: tuple[str, ...] = ()
    """Names of further generic pages this model goes without ("add", "edit", "history")."""

    @cached_property
    def url_namespace(self) -> str:
        """Apart from the namespaces of the public site."""
        return f"office_{self.name.replace('-', '_')}"

    def get_form_class(self, for_update: bool = False) -> Any:
        if self._edit_handler:
            return self._edit_handler.get_form_class()
        return modelform_factory(
            self.model, form=self.form_base_class, fields=self.get_form_fields()
        )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        hidden = {f"{name}_url_name": None for name in self.absent_views()}
        return {**super().get_common_view_kwargs(**kwargs), **hidden}

    def absent_views(self) -> set[str]:
        actions = policy_of(self.model).actions
        needed = {"add": "add", "edit": "change", "delete": "delete"}
        shut = {view for view, action in needed.items() if action not in actions}
        return {"usage", *shut, *self.hidden_views}

    def get_urlpatterns(self) -> list[URLPattern]:
        absent = self.absent_views()
        if "history" in absent:
            absent.add("history_results")
        return [each for each in super().get_urlpatterns() if each.name not in absent]
