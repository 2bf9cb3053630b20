from wagtail import hooks

from people.backoffice.scope import scope
from reports.backoffice import settings
from reports.models import ReportSetting

scope(ReportSetting, "board", actions=("change", "view"))

hooks.register("register_admin_urls", settings.report_urls)
hooks.register("register_training_menu_item", settings.report_menu_item)
