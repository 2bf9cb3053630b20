"""System checks of how mail is set up."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def webhooks_have_a_secret(**kwargs: Any) -> list[CheckMessage]:
    """A provider's reports are believed, so nobody else may send any."""
    provider = settings.EMAIL_BACKEND.startswith("anymail.")
    if provider and not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return [
            Error(
                "Anybody could report bounces: the mail provider's webhooks have no secret.",
                hint="Set COHORT_MAIL_WEBHOOK_SECRET to name:password, and put it in the address "
                "that you give to the provider.",
                id="notices.E001",
            )
        ]
    return []
