"""Production's code paths on a scratch database: no debugging, no mail, files compressed as served."""

from config.settings.test import *  # noqa: F403  settings are layered by star import
from config.settings.test import DATABASES, VAR_DIR

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "benchmark.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": "cohort_benchmark"}
