from wagtail import hooks

from evaluations.backoffice import urls
from evaluations.backoffice.indicators import IndicatorViewSet
from evaluations.backoffice.needs import NeedViewSet
from evaluations.models import (
    Comment,
    EvaluationSetting,
    Indicator,
    InstrumentVersion,
    LearningNeed,
    Run,
    WavePlan,
)
from people.backoffice.scope import scope

scope(LearningNeed, "board", actions=("add", "change", "view"))
scope(Indicator, "board", actions=("add", "change", "view"))
scope(InstrumentVersion, "board", actions=("add", "view"))
scope(WavePlan, "course__board", actions=("change", "view"))
scope(Run, "event__board", actions=("view",))
scope(Comment, "wave__run__event__board", actions=("change", "view"))
scope(EvaluationSetting, "board", actions=("change", "view"))

hooks.register("register_admin_urls", urls.evaluation_urls)
hooks.register("register_training_menu_item", urls.evaluation_menu_item)
hooks.register("register_admin_viewset", NeedViewSet)
hooks.register("register_admin_viewset", IndicatorViewSet)
