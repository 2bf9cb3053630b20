from django.urls import path

from . import views
from .annual import views as annual

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("annual/", annual.index, name="annual"),
    path("annual/start/", annual.start, name="annual_start"),
    path("annual/text/<int:slot_id>/", annual.text, name="annual_text"),
    path("annual/stated/<int:figure_id>/", annual.drop, name="annual_drop"),
    path("annual/<int:report_id>/", annual.report, name="annual_report"),
    path("annual/<int:report_id>/plan/", annual.plan, name="annual_plan"),
    path("annual/<int:report_id>/plan/add/", annual.add_block, name="annual_add_block"),
    path("annual/<int:report_id>/writers/", annual.writers, name="annual_writers"),
    path("annual/<int:report_id>/stated/", annual.stated, name="annual_stated"),
    path("annual/<int:report_id>/sign-off/", annual.sign_off, name="annual_sign_off"),
    path("annual/<int:report_id>/new-edition/", annual.new_edition, name="annual_new_edition"),
    path("annual/<int:report_id>/<slug:format>/", annual.download, name="annual_file"),
    path("saved/", views.saved, name="saved"),
    path("saved/<int:saved_id>/", views.open_saved, name="open_saved"),
    path("saved/<int:saved_id>/change/", views.change_saved, name="change_saved"),
    path("saved/<int:saved_id>/mail/", views.mail_saved, name="mail_saved"),
    path("saved/<int:saved_id>/delete/", views.delete_saved, name="delete_saved"),
    path("attendance/people/<slug:counted>/", views.people, name="people"),
    path("<slug:kind>/", views.report, name="report"),
    path("<slug:kind>/save/", views.new_saved, name="new_saved"),
    path("<slug:kind>/<slug:format>/", views.download, name="download"),
]
