from django.urls import path

from .views import answer, desk, impact, indicators, needs, room

app_name = "evaluations"
urlpatterns = [
    path("e/<str:reference>/<str:secret>/", answer.answer, name="answer"),
    path("e/<str:reference>/<str:secret>/manager/", answer.manager, name="manager"),
    path("impact/needs/", needs.needs, name="needs"),
    path("impact/needs/<int:need_id>/", needs.need, name="need"),
    path("impact/indicators/", indicators.indicators, name="indicators"),
    path("impact/indicators/<int:indicator_id>/", indicators.indicator, name="indicator"),
    path(
        "impact/indicators/<int:indicator_id>/months.csv",
        indicators.indicator_csv,
        name="indicator_csv",
    ),
    path("room/<int:event_id>/<str:secret>/", room.door, name="room"),
    path("room/<int:event_id>/<str:secret>/form/", room.form, name="room_form"),
    path("register/<int:event_id>/evaluation/", desk.in_the_room, name="desk"),
    path("register/<int:event_id>/evaluation/<str:wave>/paper.pdf", desk.paper, name="paper"),
    path("register/<int:event_id>/evaluation/<str:wave>/key/", desk.keying, name="keying"),
    path("impact/", impact.index, name="impact"),
    path("impact/cases/", impact.cases, name="cases"),
    path("impact/dates/", impact.events, name="impact_events"),
    path("impact/dates/<int:event_id>/", impact.event, name="impact_event"),
    path("impact/courses/<str:course_slug>/", impact.course, name="impact_course"),
    path("impact/courses/<str:course_slug>/<str:format>/", impact.download, name="impact_download"),
]
