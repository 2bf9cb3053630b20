"""Which board a request is for, and what may be kept of its answer."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from .queries import board_for_request


class NoZeroBytes:
    """An address with a zero byte is a bad request: no text holds one, and PostgreSQL takes none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("There is a zero byte in the address.")
        return self.get_response(request)


class BoardMiddleware:
    """Sets `request.board`: the board whose Wagtail site the host belongs to; looked up on first use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.board = SimpleLazyObject(lambda: board_for_request(request))  # type: ignore[attr-defined]  # set for views
        return self.get_response(request)


class PersonalPagesAreNotStored:
    """A page made for a signed-in person is kept by no cache, shared or private."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
