"""A laptop: http on localhost, mail printed in the terminal, tasks run at once."""

from .base import *  # noqa: F403  settings are layered by star import, as Django's own docs do
from .base import INSTALLED_APPS, VAR_DIR

VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = True
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    *INSTALLED_APPS,
]  # static files compressed, as in production
SECRET_KEY = "dev-only-key-that-protects-nothing-outside-this-machine"  # noqa: S105  not a secret
ALLOWED_HOSTS = ["localhost", ".localhost", "127.0.0.1"]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["default", "email"],
    }
}
EMAIL_BACKEND = "config.mail.TerminalBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
