from wagtail import hooks

from bookings.backoffice import about, today
from bookings.backoffice.bookings import BookingViewSet
from bookings.models import Booking
from people.backoffice.notices.about import describers
from people.backoffice.scope import scope

scope(Booking, "event__board", actions=("add", "change", "view"))

hooks.register("register_admin_viewset", BookingViewSet)
hooks.register("construct_homepage_panels", today.add_today_panel)

describers["bookings.booking"] = about.describe_bookings
describers["courses.event"] = about.describe_events
