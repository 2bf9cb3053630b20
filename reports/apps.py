from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from notices.hooks import planners
        from notices.kinds import register

        from .messages import planning
        from .messages.kinds import KINDS

        register(*KINDS)
        planners.append(planning.plan)
