from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from courses.hooks import event_hooks
        from notices.hooks import chores, planners
        from notices.kinds import register

        from . import actions
        from .messages import planning
        from .messages.kinds import KINDS

        register(*KINDS)
        planners.append(planning.plan)
        chores.append(actions.work_out_editions)
        event_hooks.completed.append(actions.look_again)
