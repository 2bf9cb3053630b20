"""The request as our views see it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from .models import Board

if TYPE_CHECKING:
    from .models import User


class BoardRequest(HttpRequest):
    """A request that passed `people.middleware.BoardMiddleware`; annotate views with it.

    `user` is typed as signed in: views that also serve anonymous visitors ask `user.is_authenticated`.
    """

    board: Board
    user: "User"
