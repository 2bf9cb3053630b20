from collections.abc import Callable

import pytest
from django.test import Client

from cms.actions import publish_site
from people.models import Board
from tests.factories import BoardFactory

OTHER_HOST = "other.localhost"


@pytest.fixture(scope="module")
def published(module_db: None) -> Board:
    board = BoardFactory(name="Wirral Board", short_name="Wirral", slug="wirral")
    publish_site(board, hostname="testserver", port=80, is_default=True)
    return board


@pytest.fixture
def board(published: Board, db: None) -> Board:
    """A board whose site answers at the test client's host."""
    return Board.objects.get(pk=published.pk)


@pytest.fixture
def other_board(board: Board) -> Board:
    """A second board with a site of its own at OTHER_HOST."""
    other = BoardFactory(name="Halton Board", short_name="Halton", slug="halton")
    publish_site(other, hostname=OTHER_HOST, port=80)
    return other


@pytest.fixture
def page_of(board: Board, client: Client) -> Callable[..., str]:
    """The text of a page of the board's site, which must answer 200."""

    def get(path: str, **query: str) -> str:
        response = client.get(path, query)
        assert response.status_code == 200
        return response.content.decode()

    return get
