from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BookingsConfig(AppConfig):
    name = "bookings"

    def ready(self) -> None:
        from courses.hooks import before_changing, event_counts, event_hooks
        from notices.hooks import chores, planners
        from notices.kinds import register
        from people.hooks import standing_hooks

        from . import actions, counts, leaving, standings
        from . import chores as rounds
        from .messages import planning
        from .messages.everyone import TO_EVERYONE
        from .messages.kinds import KINDS
        from .messages.questions import QUESTIONS

        pre_migrate.connect(_drop_triggers, sender=self)
        post_migrate.connect(_install_triggers, sender=self)
        register(*KINDS, *QUESTIONS, TO_EVERYONE)
        event_hooks.capacity_raised.append(actions.fill_free_places)
        event_hooks.moved.append(actions.tell_of_move)
        event_hooks.cancelled.append(actions.cancel_all_bookings)
        event_hooks.completed.append(actions.charge_for_absence)
        event_hooks.completed.append(actions.tell_of_no_shows)
        planners.append(planning.plan)
        event_hooks.restored.append(actions.restore_bookings)
        chores.append(rounds.run)
        chores.append(actions.forget_access_needs)
        event_hooks.completing.append(actions.check_register_is_complete)
        standing_hooks.set.append(actions.reprice_agency)
        standing_hooks.outlook = standings.what_it_would_settle
        standing_hooks.unsettled = standings.provisional_bookings
        event_counts.waiting = counts.people_waiting
        event_counts.concerned = counts.people_concerned
        before_changing.who_may_leave = leaving.who_may_leave
        event_counts.without_email = counts.people_without_email


def _drop_triggers(using: str, **kwargs: Any) -> None:
    from .capacity import drop_triggers

    drop_triggers(using)


def _install_triggers(using: str, **kwargs: Any) -> None:
    from .capacity import install_triggers

    install_triggers(using)
