from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from notices.hooks import planners
        from notices.kinds import register

        from .messages import kinds, planning

        register(*kinds.KINDS)
        planners.append(planning.plan)
