from django.urls import path

from .views import answer

app_name = "evaluations"
urlpatterns = [
    path("e/<str:reference>/<str:secret>/", answer.answer, name="answer"),
    path("e/<str:reference>/<str:secret>/manager/", answer.manager, name="manager"),
]
