"""What takes the statistics libraries is done in the background."""

from notices.tasks import task

from . import actions


@task()
def work_out(indicator_id: int) -> None:
    actions.work_out_indicator(indicator_id)
