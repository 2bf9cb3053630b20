from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("attendance/", views.attendance, name="attendance"),
    path("attendance/<str:format>/", views.attendance_download, name="attendance_download"),
]
