from django.urls import path

from .views import answers, booking, by_link, feeds, journey, register, sheet, training, walk_in
from .views.agency import booking_for_others, one_booking, overview, places

app_name = "bookings"
urlpatterns = [
    path("book/<int:event_id>/", journey.details, name="details"),
    path("book/<int:event_id>/check/", journey.check, name="check"),
    path("bookings/<str:reference>/", booking.confirmation, name="confirmation"),
    path("bookings/<str:reference>/event.ics", booking.calendar, name="calendar"),
    path("bookings/<str:reference>/cancel/", booking.cancel, name="cancel"),
    path("bookings/<str:reference>/offer/", answers.offer, name="offer"),
    path("bookings/<str:reference>/coming/", answers.coming, name="coming"),
    path("l/<str:reference>/<str:secret>/", by_link.booking, name="by_link"),
    path("l/<str:reference>/<str:secret>/cancel/", by_link.cancel, name="cancel_by_link"),
    path("l/<str:reference>/<str:secret>/offer/", answers.offer_by_link, name="offer_by_link"),
    path("l/<str:reference>/<str:secret>/coming/", answers.coming_by_link, name="coming_by_link"),
    path("a/<str:reference>/<str:secret>/", answers.approval, name="approval"),
    path("my-training/", training.my_training, name="my_training"),
    path("my-training/details/", training.my_details, name="my_details"),
    path("my-training/calendar/", feeds.feeds, name="feeds"),
    path("my-training/calendar/<int:feed_id>/renew/", feeds.renew, name="renew_feed"),
    path("my-training/calendar/<int:feed_id>/stop/", feeds.revoke, name="revoke_feed"),
    path("feeds/<int:feed_id>/<str:secret>/training.ics", feeds.feed, name="feed"),
    path("agency/", overview.my_agency, name="my_agency"),
    path("agency/<int:agency_id>/", overview.agency, name="agency"),
    path("agency/<int:agency_id>/events/", overview.events, name="agency_events"),
    path(
        "agency/<int:agency_id>/events/<int:event_id>/book/",
        booking_for_others.book,
        name="agency_book",
    ),
    path(
        "agency/<int:agency_id>/events/<int:event_id>/reserve/",
        places.reserve,
        name="agency_reserve",
    ),
    path("agency/places/<int:place_id>/name/", places.name, name="agency_place_name"),
    path("agency/places/<int:place_id>/release/", places.release, name="agency_place_release"),
    path("agency/bookings/<str:reference>/", one_booking.booking, name="agency_booking"),
    path(
        "agency/bookings/<str:reference>/substitute/",
        one_booking.substitute,
        name="agency_substitute",
    ),
    path("agency/bookings/<str:reference>/move/", one_booking.move, name="agency_move"),
    path("agency/bookings/<str:reference>/cancel/", one_booking.cancel, name="agency_cancel"),
    path("register/", register.registers, name="registers"),
    path("register/<int:event_id>/", register.register, name="register"),
    path("register/<int:event_id>/complete/", register.complete, name="complete"),
    path("register/<int:event_id>/walk-in/", walk_in.walk_in, name="walk_in"),
    path("register/<int:event_id>/sheet.pdf", sheet.sheet, name="sheet"),
]
