from wagtail import hooks

from bookings.backoffice import today
from bookings.backoffice.bookings import BookingViewSet
from bookings.models import Booking
from people.backoffice.scope import scope

scope(Booking, "event__board", actions=("add", "change", "view"))

hooks.register("register_admin_viewset", BookingViewSet)
hooks.register("construct_homepage_panels", today.add_today_panel)
