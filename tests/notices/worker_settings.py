"""What a sender of its own process runs under in a test: the test's database, a real mail server."""

import os

from config.settings.test import *  # noqa: F403  settings are layered by star import
from config.settings.test import DATABASES

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["TEST_SMTP_PORT"])
EMAIL_USE_TLS = False
EMAIL_TIMEOUT = 60
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]
