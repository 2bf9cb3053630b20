"""What settling the standing of an agency comes to for its bookings. Nothing here changes anything."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db.models import Count, QuerySet

from bookings.policy.price import quote_price
from bookings.policy.words import amount
from people.choices import ContributorCategory
from people.hooks import Settled
from people.models import Agency, Board

from .casework import case_of
from .models import Booking
from .policies import rules_of


def provisional(board: Board) -> QuerySet[Booking]:
    """Bookings whose price waits for the agency to be verified, as `actions.reprice_agency` finds them."""
    return Booking.objects.filter(
        event__board=board, price_is_provisional=True, policy__isnull=False
    ).order_by("event_id", "pk")


def provisional_bookings(board: Board, agency_ids: Collection[int]) -> Mapping[int, int]:
    """How many such bookings each agency has, by its id."""
    found = provisional(board).filter(agency__in=agency_ids).order_by()
    return dict(found.values_list("agency").annotate(Count("pk")))


def what_it_would_settle(
    agency: Agency, board: Board, *, category: ContributorCategory, in_area: bool
) -> Sequence[Settled]:
    """Each such booking: what it may cost now, and what it would cost under the standing."""
    bookings = (
        provisional(board)
        .filter(agency=agency)
        .select_related(
            "person", "event__course", "event__rules", "agency", "sector", "role_group", "policy"
        )
        .prefetch_related("event__sessions")
    )
    return [_settled(each, category, in_area=in_area) for each in bookings]


def _settled(booking: Booking, category: ContributorCategory, *, in_area: bool) -> Settled:
    policy, case = rules_of(booking.policy), case_of(booking)
    known = replace(case, delegate=replace(case.delegate, category=category, in_area=in_area))
    return Settled(
        what=str(booking.event),
        whose=f"{booking.person} ({booking.reference})",
        before=amount(quote_price(policy, case)),
        after=amount(quote_price(policy, known)),
    )
