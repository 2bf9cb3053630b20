"""The test suite's settings, but background work is put aside for a worker, as in production."""

from config.settings.base import TASKS as TASKS
from config.settings.test import *  # noqa: F403  settings are layered by star import, as Django's own docs do
