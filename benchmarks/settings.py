"""The test suite's settings, but background work is put aside for a worker, as in production."""

from config.settings import base
from config.settings.test import *  # noqa: F403  settings are layered by star import, as Django's own docs do
from config.settings.test import DATABASES

TASKS = base.TASKS
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["TEST"] = {"NAME": "cohort_benchmark"}
