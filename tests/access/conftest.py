import copy

import pytest

from .world import World, make_world


@pytest.fixture(scope="module")
def made_world(module_db: None) -> World:
    return make_world()


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """The world as it was made, whatever an earlier test did to its objects."""
    return copy.deepcopy(made_world)
