import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.choices import FeedPurpose

from .agencies import Agency
from .boards import Board


def new_nonce() -> str:
    return secrets.token_hex(16)


class CalendarFeed(models.Model):
    """A secret address that somebody's calendar program reads, at one board, until it is revoked.

    The secret in the address is not stored: it is worked out from `nonce` and the installation's key.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    purpose = models.CharField(max_length=10, choices=FeedPurpose)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="calendar_feeds")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=FeedPurpose.values), name="feed_purpose_is_known"
            ),
            models.CheckConstraint(
                condition=Q(purpose=FeedPurpose.AGENCY, agency__isnull=False)
                | (~Q(purpose=FeedPurpose.AGENCY) & Q(agency__isnull=True)),
                name="only_an_agency_feed_names_an_agency",
            ),
            models.UniqueConstraint(
                fields=["owner", "purpose", "board"],
                condition=Q(revoked_at__isnull=True, agency__isnull=True),
                name="one_live_feed_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["owner", "board", "agency"],
                condition=Q(revoked_at__isnull=True, agency__isnull=False),
                name="one_live_feed_an_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} of {self.owner}"
