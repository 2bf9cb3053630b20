"""Every address of the site, and whose view answers there."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

OURS = {"notices", "people", "courses", "bookings", "evaluations", "reports", "cms", "config"}
THIRD_PARTIES = {"allauth", "anymail", "django", "wagtail", "rest_framework"}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, its route from the root, the names of its arguments, its view."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def package(self) -> str:
        """The top-level package that the view's own code is in."""
        view = inspect.unwrap(self.view)
        view = getattr(view, "view_class", view)
        return str(getattr(view, "__module__", "")).partition(".")[0]

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]

    @property
    def model(self) -> type[Model] | None:
        """The model of a generic back-office view."""
        model = getattr(self.view, "view_initkwargs", {}).get("model")
        return apps.get_model(model) if isinstance(model, str) else model

    @property
    def is_back_office(self) -> bool:
        """Under Wagtail's admin, and ours: a viewset of a model of ours, or a view of ours."""
        if not self.route.startswith("admin/"):
            return False
        return self.package in OURS or (
            self.model is not None and self.model._meta.app_label in OURS
        )

    @property
    def is_public_side(self) -> bool:
        return self.package in OURS and not self.route.startswith("admin/")

    def __str__(self) -> str:
        return self.name or self.route


def addresses() -> Iterator[Address]:
    """All of them, in the order in which Django tries them."""
    yield from _walk(get_resolver().url_patterns, route="", names=(), arguments=())


def _walk(
    patterns: list[URLPattern | URLResolver],
    *,
    route: str,
    names: tuple[str, ...],
    arguments: tuple[str, ...],
) -> Iterator[Address]:
    for each in patterns:
        there = route + str(each.pattern)
        taken = (*arguments, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            inner = (*names, each.namespace) if each.namespace else names
            yield from _walk(each.url_patterns, route=there, names=inner, arguments=taken)
        else:
            name = ":".join((*names, each.name)) if each.name else ""
            yield Address(name, there, taken, each.callback)
