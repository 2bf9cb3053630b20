from wagtail import hooks

from people.backoffice import agencies, menu, persons, roles, standings
from people.backoffice.notices import urls as notices_urls
from people.backoffice.notices.desk import MessageViewSet
from people.backoffice.notices.scoping import register_scopes
from people.backoffice.notices.suppressions import SuppressionViewSet
from people.backoffice.scope import scope
from people.models import Agency, AgencyStanding, Person, RoleAssignment, WorkforceFigure

scope(Agency, "boards", actions=("add", "change", "view"))
scope(AgencyStanding, "board", actions=("add", "change", "view"))
scope(WorkforceFigure, "agency__boards")
scope(Person, "employments__agency__boards", actions=("add", "change", "view"))
scope(RoleAssignment, "board", "agency__boards", actions=("add", "delete", "view"))
register_scopes()

hooks.register("insert_global_admin_css", menu.stylesheet)
hooks.register("register_admin_menu_item", menu.training_menu_item)
hooks.register("register_training_menu_item", menu.today_menu_item)
hooks.register("register_training_menu_item", notices_urls.letters_menu_item)
hooks.register("register_training_menu_item", notices_urls.words_menu_item)
hooks.register("register_admin_urls", notices_urls.words_urls)
hooks.register("register_admin_urls", standings.standing_urls)
hooks.register("register_training_menu_item", standings.standing_menu_item)
for viewset in (
    persons.PersonViewSet,
    agencies.AgencyViewSet,
    agencies.WorkforceViewSet,
    agencies.SectorViewSet,
    agencies.RoleGroupViewSet,
    roles.RoleViewSet,
    MessageViewSet,
    SuppressionViewSet,
):
    hooks.register("register_admin_viewset", viewset)
