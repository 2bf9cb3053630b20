"""Background work of the notices floor. The one module that imports the tasks framework by name."""

from django_tasks import task

from . import actions


@task(queue_name="email")
def send_message(message_id: int) -> None:
    actions.send_message(message_id)
