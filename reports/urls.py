from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("attendance/people/<slug:counted>/", views.people, name="people"),
    path("<slug:kind>/", views.report, name="report"),
    path("<slug:kind>/<slug:format>/", views.download, name="download"),
]
