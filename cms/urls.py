from django.urls import path

from . import views

app_name = "cms"
urlpatterns = [
    path("calendar/events.ics", views.calendar_feed, name="calendar_feed"),
    path("search/", views.search, name="search"),
]
