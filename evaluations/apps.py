from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self) -> None:
        from bookings import invariants
        from bookings.hooks import register_panels
        from courses.hooks import event_hooks
        from notices.hooks import chores, planners
        from notices.kinds import register

        from . import actions
        from .invariants import INVARIANTS
        from .messages import planning
        from .messages.kinds import KINDS
        from .room import register_panel

        register(*KINDS)
        planners.append(planning.plan)
        chores += [actions.destroy_due_keys, actions.work_out_findings]
        event_hooks.moved.append(actions.follow_move)
        register_panels.append(register_panel)
        invariants.INVARIANTS.extend(map(invariants.of_moment, INVARIANTS))
