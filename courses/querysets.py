"""The QuerySet of events: every list of events starts from one of these; and which sessions do not say how long they were."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from .choices import COMING_STATES, PUBLIC_STATES

if TYPE_CHECKING:
    from people.models import Board

    from .models import Event  # noqa: F401  named in the base class below

TIMES_NOT_RECORDED = "Times not recorded"
END_NOT_RECORDED = "End not recorded"
NOT_RECORDED = (TIMES_NOT_RECORDED, END_NOT_RECORDED)
"""Titles of sessions out of an older register, whose hours were made up: how long they were is not known."""


class EventQuerySet(QuerySet["Event"]):
    """Events, filtered by who may see them and when they run."""

    def for_board(self, board: "Board") -> Self:
        """Events that `board` offers or that another board has opened to it."""
        open_to = self.model.open_to.through.objects.filter(
            event_id=OuterRef("pk"), board_id=board.pk
        )
        return self.filter(Q(board=board) | Exists(open_to))

    def public(self) -> Self:
        """What the public face may show: everything but drafts."""
        return self.filter(state__in=PUBLIC_STATES)

    def coming(self) -> Self:
        """Tentative or published, dated, and not started."""
        return self.filter(state__in=COMING_STATES, starts_at__gt=timezone.now())

    def with_free_places(self) -> Self:
        return self.filter(places_taken__lt=F("capacity"))

    def for_lists(self) -> Self:
        """With all that a list row prints: course, level, topics, sessions and venues, in 5 queries."""
        from .models import Session

        return self.select_related("course__level", "board").prefetch_related(
            "course__topics",
            "course__audiences",
            Prefetch("sessions", queryset=Session.objects.select_related("venue__area")),
        )
