from django.urls import path

from .views import answers, booking, by_link, feeds, journey, register, sheet, training, walk_in

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
    path("register/", register.registers, name="registers"),
    path("register/<int:event_id>/", register.register, name="register"),
    path("register/<int:event_id>/complete/", register.complete, name="complete"),
    path("register/<int:event_id>/walk-in/", walk_in.walk_in, name="walk_in"),
    path("register/<int:event_id>/sheet.pdf", sheet.sheet, name="sheet"),
]
