from collections.abc import Iterator

import pytest

from . import crowd


@pytest.fixture
def without_triggers() -> Iterator[None]:
    with crowd.without_triggers():
        yield


@pytest.fixture(autouse=True)
def mail_is_left_to_a_worker(settings: object) -> None:
    """As in production: people who race for a place do not wait for each other's mail."""
    settings.TASKS = {
        "default": {
            "BACKEND": "django_tasks.backends.dummy.DummyBackend",
            "QUEUES": ["default", "email"],
        }
    }
