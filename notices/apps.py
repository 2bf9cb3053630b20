from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from anymail.signals import inbound, tracking

        from . import checks, providers  # noqa: F401  importing registers the checks

        tracking.connect(providers.note_tracking, dispatch_uid="notices")
        inbound.connect(providers.note_answer, dispatch_uid="notices")
