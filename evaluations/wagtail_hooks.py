from wagtail import hooks

from evaluations.backoffice.indicators import IndicatorViewSet
from evaluations.backoffice.needs import NeedViewSet
from evaluations.models import Indicator, LearningNeed
from people.backoffice.scope import scope

scope(LearningNeed, "board", actions=("add", "change", "view"))
scope(Indicator, "board", actions=("add", "change", "view"))

hooks.register("register_admin_viewset", NeedViewSet)
hooks.register("register_admin_viewset", IndicatorViewSet)
