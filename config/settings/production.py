"""What a server runs: the base, with nothing secret left to a default."""

from .base import *  # noqa: F403  settings are layered by star import, as Django's own docs do
from .base import required

SECRET_KEY = required("COHORT_SECRET_KEY")
ALLOWED_HOSTS = required("COHORT_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
WAGTAILADMIN_BASE_URL = required("COHORT_BASE_URL")
