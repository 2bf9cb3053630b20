from wagtail import hooks

from courses.backoffice import catalogue, events, imports
from courses.models import (
    Area,
    Audience,
    CalendarImport,
    ClosedPeriod,
    Course,
    ELearning,
    Event,
    Level,
    Topic,
    Trainer,
    Venue,
)
from people.backoffice.scope import scope

for model in (Area, Audience, ClosedPeriod, Course, ELearning, Level, Topic, Trainer, Venue):
    scope(model, "board")
scope(CalendarImport, "board", actions=("add", "change", "view"))
scope(Event, "board", actions=("add", "change", "view"))

hooks.register("register_training_menu_item", catalogue.vocabulary_menu_item)
hooks.register("register_training_menu_item", imports.import_menu_item)
hooks.register("register_admin_urls", imports.import_urls)
for viewset in (
    events.EventViewSet,
    catalogue.CourseViewSet,
    catalogue.ELearningViewSet,
    catalogue.VenueViewSet,
    catalogue.TrainerViewSet,
    catalogue.LevelViewSet,
    catalogue.AudienceViewSet,
    catalogue.TopicViewSet,
    catalogue.AreaViewSet,
    catalogue.ClosedPeriodViewSet,
):
    hooks.register("register_admin_viewset", viewset)
