"""Who may enter a view: every view states it, and `tests/access` walks all of them.

Anonymous visitors are sent to sign in and come back; signed-in people without the right get a 404, so
that nobody learns what exists elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from . import permissions

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Access:
    """A named rule. `allows` sees the request and the view's URL arguments."""

    name: str
    allows: Callable[..., bool]
    is_public: bool = False


public = Access("anyone", lambda request, **kwargs: True, is_public=True)
signed_in = Access("signed in", lambda request, **kwargs: request.user.is_authenticated)
board_staff = Access(
    "officer or administrator of this board",
    lambda request, **kwargs: permissions.may_run_board(request.user, request.board),
)
report_readers = Access(
    "staff, sub-group or business manager of this board",
    lambda request, **kwargs: permissions.may_read_reports(request.user, request.board),
)


def requires(access: Access) -> Callable[[View], View]:
    """States and enforces who may enter a view; the rule is readable as `view.access`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not access.is_public and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not access.allows(request, **kwargs):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]  # read by the access test
        return guarded

    return decorate
