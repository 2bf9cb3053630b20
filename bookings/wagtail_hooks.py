from wagtail import hooks

from bookings.backoffice import about, history, people, today, urls
from bookings.backoffice.approvals import ApprovalViewSet
from bookings.backoffice.bookings import BookingViewSet
from bookings.backoffice.charges import ChargeViewSet
from bookings.models import (
    AcceptedEvidence,
    Approval,
    Booking,
    Charge,
    EventRules,
    HistoryLoad,
    HistoryUpload,
    PolicyVersion,
    PublishedFigure,
)
from people.backoffice.notices.about import describers
from people.backoffice.persons import person_panels
from people.backoffice.scope import scope

scope(Booking, "event__board", actions=("add", "change", "view"))
scope(Charge, "booking__event__board", actions=("change", "view"))
scope(AcceptedEvidence, "course__board", actions=("add", "change", "view"))
scope(Approval, "booking__event__board", actions=("change", "view"))
scope(EventRules, "event__board", actions=("add", "change", "view"))
scope(HistoryLoad, "board", actions=("change", "view"))
scope(HistoryUpload, "board", actions=("add", "change", "view"))
scope(PublishedFigure, "board")
scope(PolicyVersion, "board", actions=("add", "view"))

hooks.register("register_admin_viewset", history.PublishedFigureViewSet)
hooks.register("register_admin_viewset", BookingViewSet)
hooks.register("register_admin_viewset", ChargeViewSet)
hooks.register("register_admin_viewset", ApprovalViewSet)
hooks.register("register_admin_urls", urls.rules_urls)
hooks.register("register_training_menu_item", urls.rules_menu_item)
hooks.register("register_admin_urls", history.history_urls)
hooks.register("register_training_menu_item", history.history_menu_item)
hooks.register("construct_homepage_panels", today.add_today_panel)

describers["bookings.booking"] = about.describe_bookings
describers["courses.event"] = about.describe_events
person_panels.append(people.panel)
