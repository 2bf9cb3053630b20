"""Private calendar addresses: having one, and reading it."""

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.access import owns_feed
from bookings.feeds import calendar_for
from courses.ical import CONTENT_TYPE
from people.access import public, requires, signed_in
from people.actions import make_feed, renew_feed, revoke_feed
from people.choices import FeedPurpose
from people.feeds import Offer, feed_at, live_feeds_of, offers_for, secret_of
from people.requests import BoardRequest

SHOWS = {
    FeedPurpose.TRAINING: "The sessions you are booked on, at this board and others, with your reference.",
    FeedPurpose.DELIVERY: "The sessions you deliver, with the number of people booked.",
    FeedPurpose.AGENCY: "The sessions that people of the agency are booked on, with their names.",
    FeedPurpose.BOARD: "Every session the board runs, with the number of places taken.",
}


@requires(public)
@require_safe
def feed(request: BoardRequest, feed_id: int, secret: str) -> HttpResponse:
    """Whoever has the address reads it: a calendar program cannot sign in."""
    found = feed_at(request.board, feed_id, secret)
    if found is None:
        raise Http404
    content = calendar_for(found)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    patch_cache_control(response, private=True, no_cache=True)
    response["ETag"] = quote_etag(_fingerprint(content))
    response["X-Robots-Tag"] = "noindex"
    same = get_conditional_response(request, etag=response["ETag"], response=response)
    return same if isinstance(same, HttpResponse) else response


def _fingerprint(content: bytes) -> str:
    """Of what the file says; when it was said is left out, or it would never be the same."""
    said = [line for line in content.split(b"\r\n") if not line.startswith(b"DTSTAMP")]
    return sha256(b"\n".join(said)).hexdigest()[:32]


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def feeds(request: BoardRequest) -> HttpResponse:
    """GET lists the addresses one may have; POST makes one."""
    offers = offers_for(request.user, request.board)
    if request.method == "POST":
        wanted = (request.POST.get("purpose"), request.POST.get("agency") or None)
        offer = next((o for o in offers if _named(o) == wanted), None)
        if offer is None:
            raise Http404
        make_feed(request.user, offer.purpose, board=request.board, agency=offer.agency)
        messages.success(request, "The address is ready. Copy it into your calendar.")
        return redirect("bookings:feeds")
    return render(request, "bookings/feeds.html", {"rows": [_row(request, o) for o in offers]})


def _named(offer: Offer) -> tuple[str, str | None]:
    return str(offer.purpose), str(offer.agency.pk) if offer.agency else None


def _row(request: BoardRequest, offer: Offer) -> dict[str, object]:
    title = str(FeedPurpose(offer.purpose).label)
    row: dict[str, object] = {
        "offer": offer,
        "title": f"{title}: {offer.agency}" if offer.agency else title,
        "shows": SHOWS[offer.purpose],
        "address": "",
        "subscribe": "",
    }
    if offer.feed is not None:
        path = reverse("bookings:feed", args=[offer.feed.pk, secret_of(offer.feed)])
        row["address"] = request.build_absolute_uri(path)
        row["subscribe"] = f"webcal://{request.get_host()}{path}"
    return row


@requires(owns_feed)
@require_POST
def renew(request: BoardRequest, feed_id: int) -> HttpResponse:
    renew_feed(live_feeds_of(request.user).get(pk=feed_id), actor=request.user)
    messages.success(request, "There is a new address. The old one no longer works.")
    return redirect("bookings:feeds")


@requires(owns_feed)
@require_POST
def revoke(request: BoardRequest, feed_id: int) -> HttpResponse:
    revoke_feed(live_feeds_of(request.user).get(pk=feed_id), actor=request.user)
    messages.success(request, "The address no longer works. Calendars that read it will be empty.")
    return redirect("bookings:feeds")
