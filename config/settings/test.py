"""The test suite: dev, with mail in memory and cheap password hashes."""

import os
import tempfile

from .dev import *  # noqa: F403  settings are layered by star import, as Django's own docs do
from .dev import DATABASES

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ANYMAIL = {"WEBHOOK_SECRET": "provider:secret"}
WHITENOISE_AUTOREFRESH = True
COHORT_KEY_DIR = tempfile.mkdtemp(prefix="cohort-keys-")
if os.environ.get("COHORT_TEST_DB"):
    DATABASES["default"]["TEST"] = {"NAME": os.environ["COHORT_TEST_DB"]}
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 60  # a slow machine is no failure
